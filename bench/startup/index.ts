/**
 * From `npm start` to a listening server; from opening notebook 3.2, as Run All does, to its first
 * training iteration: kernel, imports, backend and data included. Times alone, there is no peer.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { jupyterEnvironment } from "../../scripts/setup/jupyter.mjs";
import { root } from "../../scripts/setup/project.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { interleave } from "../core/table.ts";
import type { Bench } from "../index.ts";

export const bench: Bench = async function* () {
  const sides = [
    { name: "`npm start` to a listening server", measure: secondsToServer },
    { name: "opening notebook 3.2 to its first training iteration", measure: secondsToTraining },
  ];
  const notes = ["Everything is set up; files are in the system's cache."];
  yield await interleave("Start-up", "seconds", sides, { rounds: 5, notes });
};

async function secondsToServer(): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  const args = ["scripts/start.mjs", "--no-browser", "--port", `${port}`];
  const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore" });
  const ended = once(child, "close");
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return (performance.now() - start) / 1000;
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/api`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function secondsToTraining(): Promise<number> {
  const script = fileURLToPath(new URL("first_iteration.py", import.meta.url));
  const { stdout } = await promisify(execFile)(await jupyterPython(), [script], {
    cwd: root,
    env: jupyterEnvironment(),
  });
  return Number(stdout);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (!address || typeof address === "string") throw new Error("a port was asked for");
  return address.port;
}
