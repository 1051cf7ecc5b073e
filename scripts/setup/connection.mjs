import { remedy } from "./problem.mjs";
import { run } from "./step.mjs";

/** Milliseconds after which a registry that is silent counts as out of reach. */
const TIMEOUT = 8000;

/**
 * Whether a package registry answers, whatever it says, to a program that asks it once: npm and
 * pip themselves need minutes to give up.
 * @param {string} command
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} options
 */
export async function isConnected(command, args, options) {
  const signal = AbortSignal.timeout(TIMEOUT);
  const limit = /** @type {const} */ ({ signal, killSignal: "SIGKILL" });
  const { output, code } = await run(command, args, { ...limit, ...options });
  if (code === null) return false; // silent until it was killed, or not started
  return code === 0 || !remedy(output)?.startsWith("There is no connection");
}
