import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
].find(existsSync);

/**
 * Skips the running test where there is no Chromium, saying so; fails it there in CI, which
 * has to have one.
 */
export function requireChromium(test: Mocha.Context): void {
  if (CHROMIUM) return;
  const remedy = "install Chromium or set CHROMIUM to the path of a Chrome or Chromium";
  if (process.env.CI) throw new Error(`no Chromium found: ${remedy}`);
  console.log(`      skipped, no Chromium found: ${remedy} to run it`);
  test.skip();
}

/** The path of Chromium; undefined where there is none. */
export function findChromium(): string | undefined {
  return CHROMIUM;
}

/** What the browser complained about and asked for. */
export interface Visit {
  readonly page: Page;
  readonly errors: string[];
  readonly hosts: Set<string>;
}

/** Starts Chromium with its own files in `home`. */
export function launchChromium(home: string, environment: NodeJS.ProcessEnv): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    env: { ...environment, XDG_CONFIG_HOME: home },
    // The sandbox refuses to run for the superuser, who runs CI; the rest keeps Chromium quiet.
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
}

/** A JupyterLab, started as `npm start` does, and a Chromium. */
export class JupyterLab {
  readonly #server: ChildProcess;
  readonly #browser: Browser;
  readonly #address: (notebook: string) => string;

  private constructor(
    server: ChildProcess,
    browser: Browser,
    address: (notebook: string) => string,
  ) {
    this.#server = server;
    this.#browser = browser;
    this.#address = address;
  }

  /** Starts both on the folder `home`, which holds `notebooks/`. */
  static async start(home: string, environment: NodeJS.ProcessEnv): Promise<JupyterLab> {
    const start = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
    const server = spawn(
      process.execPath,
      [start, "--no-browser", "--ServerApp.port=0", `--ServerApp.root_dir=${home}`],
      { env: environment, stdio: "ignore" },
    );
    try {
      const { url, token } = await serverInfo(String(environment.JUPYTER_RUNTIME_DIR));
      const browser = await launchChromium(home, environment);
      const address = (name: string) => `${url}lab/tree/notebooks/${name}?reset&token=${token}`;
      return new JupyterLab(server, browser, address);
    } catch (error) {
      server.kill("SIGTERM");
      throw error;
    }
  }

  /** Shows a notebook, and waits until its kernel is ready. */
  async open(notebook: string): Promise<Visit> {
    const visit = await this.openPage(notebook);
    await visit.page.getByText("TypeScript | Idle").waitFor();
    return visit;
  }

  /** Shows a file, by its path from `notebooks`. */
  async openPage(file: string): Promise<Visit> {
    const page = await this.#browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(120_000); // a busy machine is slow
    const visit: Visit = { page, errors: [], hosts: new Set() };
    page.on("console", (line) => line.type() === "error" && visit.errors.push(line.text()));
    page.on("pageerror", (error) => visit.errors.push(String(error)));
    page.on("request", (request) => visit.hosts.add(new URL(request.url()).hostname));
    await page.goto(this.#address(file));
    return visit;
  }

  /** Ends both, and the kernels. */
  async end(): Promise<void> {
    await this.#browser.close();
    const ended = once(this.#server, "exit");
    this.#server.kill("SIGTERM");
    await ended;
  }
}

/** The address of the one server whose runtime folder this is, as soon as it answers. */
export async function serverInfo(runtime: string): Promise<{ url: string; token: string }> {
  for (let attempt = 0; attempt < 600; attempt++, await sleep(200)) {
    const files = await readdir(runtime).catch(() => []);
    const file = files.find((name) => /^jpserver-\d+\.json$/.test(name));
    if (!file) continue;
    const info = JSON.parse(await readFile(join(runtime, file), "utf8"));
    if (await fetch(`${info.url}api?token=${info.token}`).catch(() => undefined)) return info;
  }
  throw new Error("JupyterLab did not start within two minutes");
}
