import { spawn } from "node:child_process";
import { Problem, remedy } from "./problem.mjs";

const patience = 1000;
const secondsSince = (/** @type {number} */ start) =>
  `${((performance.now() - start) / 1000).toFixed(0)} s`;

/**
 * Does `work` under a title; once it takes over a second, says so and counts the seconds:
 * in place on a terminal, elsewhere with a line at the start and one at the end.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = performance.now();
  const live = process.stderr.isTTY;
  let shown = false;
  const ticker = setInterval(() => {
    if (live) process.stderr.write(`\r${title} … ${secondsSince(start)} `);
    else if (!shown) console.error(`${title} …`);
    shown = true;
  }, patience);
  try {
    const result = await work();
    if (shown) console.error(`${live ? "\r" : ""}${title}: done in ${secondsSince(start)}.`);
    return result;
  } catch (error) {
    if (shown) console.error(`${live ? "\r" : ""}${title}: failed after ${secondsSince(start)}.`);
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & { onStart?: (pid: number) => void }} [options]
 * @returns {Promise<{ code: number | null, output: string }>} output: stdout and stderr as they came; code null where it could not start or a signal ended it
 */
export function run(command, args, { onStart, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
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
  const { code, output } = await run(...call);
  if (code === 0) return;
  const lastLines = output.trimEnd().split("\n").slice(-12).join("\n");
  throw new Problem(
    `${what}. ${remedy(output) ?? "Its last lines tell why; then run the same command again."}\n\n${lastLines}`,
  );
}
