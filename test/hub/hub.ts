import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../freePort.ts";

/** Where a hub's programs are; CNN_HUB names a folder that was made before, and stays. */
export interface HubPrograms {
  readonly python: string;
  /** For PATH. */
  readonly folders: readonly string[];
}

const VERSIONS = { jupyterhub: "6.1.1", proxy: "5.3.0" };

/** Installs JupyterHub, JupyterLab and the proxy into `folder`, unless they are there. */
export function installHub(folder: string, requirements: string): HubPrograms {
  const [venv, proxy] = [path.join(folder, "hub"), path.join(folder, "proxy")];
  const python = path.join(venv, "bin", "python");
  const loud = { stdio: "inherit" as const };
  if (!existsSync(path.join(venv, "bin", "jupyterhub-singleuser"))) {
    execFileSync("/usr/bin/python3", ["-m", "venv", venv], loud);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    execFileSync(python, [...pip, "-r", requirements, `jupyterhub==${VERSIONS.jupyterhub}`], loud);
  }
  if (!existsSync(path.join(proxy, "node_modules", ".bin", "configurable-http-proxy"))) {
    mkdirSync(proxy, { recursive: true });
    const packages = [`configurable-http-proxy@${VERSIONS.proxy}`];
    execFileSync("npm", ["install", "--silent", "--prefix", proxy, ...packages], loud);
  }
  return { python, folders: [path.join(venv, "bin"), path.join(proxy, "node_modules", ".bin")] };
}

/** Linux users of a group, with passwords of their own, who are gone afterwards. */
export class Users {
  readonly group = `cnnhub${randomBytes(3).toString("hex")}`;
  readonly passwords = new Map<string, string>();

  constructor(names: readonly string[]) {
    execFileSync("groupadd", [this.group]);
    for (const each of names) {
      const name = `${this.group}${each}`;
      const password = randomBytes(9).toString("base64url");
      execFileSync("useradd", ["-m", "-G", this.group, "-s", "/bin/sh", name]);
      execFileSync("chpasswd", { input: `${name}:${password}\n` });
      this.passwords.set(name, password);
    }
  }

  remove(): void {
    for (const name of this.passwords.keys()) {
      execFileSync("userdel", ["-r", name], { stdio: "ignore" });
    }
    execFileSync("groupdel", [this.group]);
  }
}

/** A hub that runs with the project's own configuration. */
export class Hub {
  readonly address: string;
  readonly log: string;
  readonly #process: ChildProcess;

  private constructor(address: string, log: string, process: ChildProcess) {
    this.address = address;
    this.log = log;
    this.#process = process;
  }

  /**
   * @param place of the deployed copy
   * @param folder for its state, its log and what only a test changes: the ports
   */
  static async start(
    programs: HubPrograms,
    { place, folder, group, data }: { place: string; folder: string; group: string; data: string },
  ): Promise<Hub> {
    const [port, hubPort, apiPort] = await Promise.all([freePort(), freePort(), freePort()]);
    const address = `http://127.0.0.1:${port}`;
    const config = path.join(folder, "config.py");
    writeFileSync(
      config,
      `load_subconfig("${place}/deploy/jupyterhub_config.py")\n` +
        `c.JupyterHub.hub_port = ${hubPort}\n` +
        `c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:${apiPort}"\n`,
    );
    const log = path.join(folder, "hub.log");
    const output = openSync(log, "a");
    const state = path.join(folder, "state");
    const child = spawn(programs.python, ["-m", "jupyterhub", "-f", config], {
      cwd: folder,
      stdio: ["ignore", output, output],
      env: {
        PATH: [...programs.folders, path.dirname(process.execPath), "/usr/bin:/bin"].join(":"),
        CNN_HUB_URL: address,
        CNN_HUB_STATE: state,
        CNN_HUB_GROUP: group,
        CNN_DATA_DIR: data,
      },
    });
    for (let tries = 0; ; tries++) {
      const answers = await fetch(`${address}/hub/health`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (answers) return new Hub(address, log, child);
      if (child.exitCode !== null || tries > 300) {
        throw new Error(`the hub did not start:\n${readFileSync(log, "utf8").slice(-3000)}`);
      }
      await sleep(200);
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const end = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await end;
  }
}
