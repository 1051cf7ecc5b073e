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
  let isLate = false;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const { output, code } = await run(command, args, {
    ...options,
    onStart(pid) {
      options?.onStart?.(pid);
      timer = setTimeout(() => {
        isLate = true;
        process.kill(pid, "SIGKILL");
      }, TIMEOUT);
    },
  });
  clearTimeout(timer);
  return code === 0 || !(isLate || remedy(output)?.startsWith("There is no connection"));
}
