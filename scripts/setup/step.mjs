import { spawn } from "node:child_process";
import { Problem, remedy } from "./problem.mjs";

const INTERVAL = 1000;
const clearLine = "\r\x1b[K";
const secondsSince = (/** @type {number} */ start) =>
  `${((performance.now() - start) / 1000).toFixed(0)} s`;

/**
 * Does `work` under a title, which `work` may detail as it goes; once it takes over a second, says so and counts the seconds:
 * in place on a terminal, elsewhere with a line at the start and one at the end.
 * @template T
 * @param {string} title
 * @param {(say: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = performance.now();
  const live = process.stderr.isTTY;
  let shown = false;
  let detail = "";
  let told = start;
  const ticker = setInterval(() => {
    const more = detail && `: ${detail}`;
    if (live) process.stderr.write(`${clearLine}${title} … ${secondsSince(start)}${more} `);
    else if (!shown) console.error(`${title} …`);
    else if (more && performance.now() - told > INTERVAL * 10) {
      console.error(`${title} … ${secondsSince(start)}${more}`);
      told = performance.now();
    }
    shown = true;
  }, INTERVAL);
  try {
    const result = await work((text) => {
      detail = text;
    });
    if (shown) console.error(`${live ? clearLine : ""}${title}: done in ${secondsSince(start)}.`);
    return result;
  } catch (error) {
    if (shown) {
      console.error(`${live ? clearLine : ""}${title}: failed after ${secondsSince(start)}.`);
    }
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & { onStart?: (pid: number) => void, onOutput?: (text: string) => void }} [options]
 * @returns {Promise<{ code: number | null, output: string }>} output: stdout and stderr as they came; code null where it could not start or a signal ended it
 */
export function run(command, args, { onStart, onOutput, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
        onOutput?.(String(chunk));
      });
    }
    child.on("error", (error) => resolve({ code: null, output: error.message }));
    child.on("close", (code) => resolve({ code, output }));
    if (child.pid !== undefined) onStart?.(child.pid);
  });
}

/**
 * Like `run`, for a program that has to succeed.
 * @param {string} what names the work in the error, as in "npm could not install the packages"
 * @param {Parameters<typeof run>} call
 * @throws Problem with the remedy, where it is known, and the last lines of what the program said
 */
export async function mustRun(what, ...call) {
  demand(what, await run(...call));
}

/**
 * @param {string} what names the work in the error
 * @param {Awaited<ReturnType<typeof run>>} result of the program that has to have succeeded
 * @throws Problem as mustRun does
 */
export function demand(what, { code, output }) {
  if (code === 0) return;
  const lastLines = output.trimEnd().split("\n").slice(-12).join("\n");
  throw new Problem(
    `${what}. ${remedy(output) ?? "Its last lines tell why; then run the same command again."}\n\n${lastLines}`,
  );
}
