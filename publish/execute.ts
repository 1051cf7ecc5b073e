import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Figure } from "lib/plot";
import { jupyterEnvironment } from "../scripts/setup/jupyter.mjs";
import { Problem } from "../scripts/setup/problem.mjs";
import { work } from "../scripts/setup/project.mjs";
import type { Notebook } from "./notebooks.ts";
import { speak } from "./speak.ts";

const script = fileURLToPath(new URL("execute.py", import.meta.url));

/** A line that execute.py writes. */
interface Told {
  failure?: string;
  traceback?: string;
  figures?: Figure[];
  cell: number;
  of: number;
  id: string;
}

/**
 * Runs a notebook in a fresh kernel, saying which cell it is at.
 * @param python that has nbclient
 * @param folder of the notebook
 * @param signal ends it
 * @param draw throws for a figure that cannot be published, which ends the run
 * @throws Problem with notebook, cell and line where a cell fails
 */
export async function execute(
  python: string,
  folder: string,
  name: string,
  signal: AbortSignal,
  draw: (figure: Figure) => Promise<unknown>,
): Promise<{ run: Notebook; seconds: number }> {
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
    const ended = new Promise<number | null>((resolve) => {
      child.on("error", ({ message }) => {
        complaints += message;
        resolve(null);
      });
      child.on("close", resolve);
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const told: Told = JSON.parse(line);
      if (told.failure !== undefined) throw new Problem(failureText(name, told));
      if (!told.figures) speech.at(`cell ${told.cell} of ${told.of}, ${told.id}`);
      for (const figure of told.figures ?? []) {
        await draw(figure).catch(({ message }) => {
          const failure = `the figure of ${told.id} cannot be published`;
          throw new Problem(failureText(name, { ...told, failure, traceback: message }));
        });
      }
    }
    const code = await ended;
    if (code !== 0) {
      throw new Problem(
        `${name} was not executed to its end.\n\n${complaints.trim().split("\n").slice(-12).join("\n")}`,
      );
    }
    const seconds = (performance.now() - start) / 1000;
    speech.end(`executed in ${seconds.toFixed(0)} s`);
    return { run: JSON.parse(await readFile(output, "utf8")), seconds };
  } finally {
    speech.stop();
    if (child.exitCode === null && child.signalCode === null && child.kill()) {
      await once(child, "close");
    }
    await rm(temporary, { recursive: true, force: true });
  }
}

function failureText(name: string, { failure, cell, traceback }: Told): string {
  const line =
    traceback?.match(new RegExp(`cell ${cell}:(\\d+):`)) ?? traceback?.match(/^(\d+):\d+ - /m);
  const place = line ? `cell ${cell}, line ${line[1]}` : `cell ${cell}`;
  return `${name}, ${place}: ${failure}\n\n${traceback}\n\nNothing was published: the site is as it was.`;
}
