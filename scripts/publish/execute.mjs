import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { jupyterEnvironment } from "../setup/jupyter.mjs";
import { Problem } from "../setup/problem.mjs";
import { work } from "../setup/project.mjs";
import { folder } from "./notebooks.mjs";
import { speak } from "./speak.mjs";

const script = fileURLToPath(new URL("execute.py", import.meta.url));

/** @typedef {import("lib/plot").Figure} Figure */
/** @typedef {{ failure?: string, traceback?: string, figures?: Figure[], cell: number, of: number, id: string }} Told */

/**
 * Runs a notebook in a fresh kernel, saying which cell it is at.
 * @param {string} python that has nbclient
 * @param {string} name
 * @param {AbortSignal} signal ends it
 * @param {(figure: Figure) => Promise<unknown>} draw throws for a figure that cannot be published,
 * which ends the run
 * @returns {Promise<{ run: import("./notebooks.mjs").Notebook, seconds: number }>}
 * @throws Problem with notebook, cell and line where a cell fails
 */
export async function execute(python, name, signal, draw) {
  const start = performance.now();
  const temporary = await mkdtemp(join(work, "run-"));
  const output = join(temporary, "run.ipynb");
  const speech = speak(name);
  const child = spawn(python, [script, join(folder, `${name}.ipynb`), output], {
    env: jupyterEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  try {
    let complaints = "";
    child.stderr.on("data", (chunk) => {
      complaints += chunk;
    });
    /** @type {Promise<number | null>} */
    const ended = new Promise((resolve) => {
      child.on("error", ({ message }) => {
        complaints += message;
        resolve(null);
      });
      child.on("close", resolve);
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const told = /** @type {Told} */ (JSON.parse(line));
      if (told.failure !== undefined) throw new Problem(failureText(name, told));
      if (!told.figures) speech.at(`cell ${told.cell} of ${told.of}, ${told.id}`);
      for (const figure of told.figures ?? [])
        await draw(figure).catch(({ message }) => {
          const failure = `the figure of ${told.id} cannot be published`;
          throw new Problem(failureText(name, { ...told, failure, traceback: message }));
        });
    }
    const code = await ended;
    if (code !== 0)
      throw new Problem(
        `${name} was not executed to its end.\n\n${complaints.trim().split("\n").slice(-12).join("\n")}`,
      );
    const seconds = (performance.now() - start) / 1000;
    speech.end(`executed in ${seconds.toFixed(0)} s`);
    return { run: JSON.parse(await readFile(output, "utf8")), seconds };
  } finally {
    speech.stop();
    if (child.exitCode === null && child.signalCode === null && child.kill())
      await once(child, "close");
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * @param {string} name
 * @param {Told} told
 */
function failureText(name, { failure, cell, traceback }) {
  const line =
    traceback?.match(new RegExp(`cell ${cell}:(\\d+):`)) ?? traceback?.match(/^(\d+):\d+ - /m);
  const place = line ? `cell ${cell}, line ${line[1]}` : `cell ${cell}`;
  return `${name}, ${place}: ${failure}\n\n${traceback}\n\nNothing was published: the site is as it was.`;
}
