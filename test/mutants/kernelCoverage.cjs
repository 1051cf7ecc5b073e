/**
 * Has a kernel write the coverage of its threads on SIGUSR2, as it is killed in the end:
 * `NODE_V8_COVERAGE=folder node --require kernelCoverage.cjs main.js`. A file tells that all is written.
 */
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { takeCoverage } = require("node:v8");
const { BroadcastChannel, isMainThread, threadId } = require("node:worker_threads");

/** The threads of the server and of the translator; those that cells start are later ones. */
const OTHERS = 2;

const folder = process.env.NODE_V8_COVERAGE ?? "";
const channel = new BroadcastChannel("coverage");

if (isMainThread && /kernels.typescript.main\.js$/.test(process.argv[1])) {
  process.env.COVERED_KERNEL = "1"; // threads get no arguments
  let left = OTHERS;
  channel.onmessage = () => {
    left--;
    if (left > 0) return;
    takeCoverage();
    writeFileSync(join(folder, `written-${process.pid}.json`), '{"result":[]}');
  };
  process.on("SIGUSR2", () => channel.postMessage("write"));
} else if (!isMainThread && threadId <= OTHERS && process.env.COVERED_KERNEL) {
  channel.onmessage = ({ data }) => {
    if (data !== "write") return;
    takeCoverage();
    channel.postMessage("written");
  };
}
channel.unref();
