import { spawn } from "node:child_process";
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

/** What the browser complained about and asked for. */
export interface Visit {
  readonly page: Page;
  readonly errors: string[];
  readonly hosts: Set<string>;
}

/** Starts JupyterLab on `home` as `npm start` does, and shows `use` a notebook in Chromium. */
export async function inJupyterLab(
  home: string,
  environment: NodeJS.ProcessEnv,
  notebook: string,
  use: (visit: Visit) => Promise<void>,
): Promise<void> {
  const start = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
  const server = spawn(
    process.execPath,
    [start, "--no-browser", "--ServerApp.port=0", `--ServerApp.root_dir=${home}`],
    { env: environment, stdio: "ignore" },
  );
  const ended = once(server, "exit");
  let browser: Browser | undefined;
  try {
    const { url, token } = await serverInfo(String(environment.JUPYTER_RUNTIME_DIR));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      env: { ...environment, XDG_CONFIG_HOME: home },
      // The sandbox refuses to run for the superuser, who runs CI; the rest keeps Chromium quiet.
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const visit: Visit = { page, errors: [], hosts: new Set() };
    page.on("console", (line) => line.type() === "error" && visit.errors.push(line.text()));
    page.on("pageerror", (error) => visit.errors.push(String(error)));
    page.on("request", (request) => visit.hosts.add(new URL(request.url()).hostname));
    await page.goto(`${url}lab/tree/notebooks/${notebook}?reset&token=${token}`);
    await use(visit);
  } finally {
    await browser?.close();
    server.kill("SIGTERM");
    await ended;
  }
}

/** The address of the one server whose runtime folder this is, as soon as it answers. */
async function serverInfo(runtime: string): Promise<{ url: string; token: string }> {
  for (let attempt = 0; attempt < 600; attempt++, await sleep(200)) {
    const files = await readdir(runtime).catch(() => []);
    const file = files.find((name) => /^jpserver-\d+\.json$/.test(name));
    if (!file) continue;
    const info = JSON.parse(await readFile(join(runtime, file), "utf8"));
    if (await fetch(`${info.url}api?token=${info.token}`).catch(() => undefined)) return info;
  }
  throw new Error("JupyterLab did not start within two minutes");
}
