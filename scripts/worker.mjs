import { parseArgs } from "node:util";

const USAGE =
  "npm run worker -- redis://:PASSWORD@HOST:6379 [--trials 4] [--timeout 300] [--lock 30] [--prefix cnn] [--host NAME]";

/** @param {string} problem @returns {never} */
function giveUp(problem) {
  console.error(`worker: ${problem}`);
  process.exit(1);
}

/** @param {string} name @param {string | undefined} text */
function count(name, text) {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) >= 1) return Number(text);
  return giveUp(`--${name} is ${text}, it takes a whole number from 1`);
}

/** What the command line says. */
function given() {
  const text = /** @type {const} */ ({ type: "string" });
  try {
    return parseArgs({
      allowPositionals: true,
      options: { trials: text, timeout: text, lock: text, prefix: text, host: text },
    });
  } catch (error) {
    return giveUp(`${/** @type {Error} */ (error).message}; ${USAGE}`);
  }
}

const { positionals, values } = given();
const [url, ...more] = positionals;
if (url === undefined || more.length > 0) giveUp(`it takes one address: ${USAGE}`);
const { trials, timeout, lock, prefix, host } = values;
const options = {
  trials: count("trials", trials),
  timeout: count("timeout", timeout),
  lock: count("lock", lock),
  ...(prefix !== undefined && { prefix }),
  ...(host !== undefined && { host }),
};
const { startWorker } = await import("lib/redis").catch((error) =>
  giveUp(`lib is not built (${error.message}); npm run setup does it`),
);

/** @type {import("lib/redis").RunningWorker | undefined} */
let worker;
let asked = false;
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.on(signal, async () => {
    const now = asked || signal === "SIGTERM";
    asked = true;
    if (now) await worker?.leave();
    else if (worker) {
      console.log("ends after the trials that run; Ctrl-C again gives them to other workers");
      await worker.finish();
    }
    process.exit(0);
  });
}
worker = await startWorker(url, options).catch((error) => giveUp(error.message));
