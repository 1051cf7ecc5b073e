/**
 * What a student waits for: the project's kernel beside tslab's own, each started anew in turn
 * and driven by Jupyter's client.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { jupyterEnvironment } from "../../scripts/setup/jupyter.mjs";
import { root } from "../../scripts/setup/project.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { median, type Row } from "../core/table.ts";
import type { Bench } from "../index.ts";
import { addTslab } from "./addTslab.ts";

/** What measure.py prints: seconds, null for what does not end; of 20,000 lines those that come. */
interface Measured {
  times: Record<string, number | null>;
  lines: number;
}

const ROUNDS = 5;
const STEPS = {
  ready: "start to the answer of `kernel_info`",
  first: "start to the end of the first cell",
  tfjs: "import of TensorFlow.js",
  empty: "an empty cell after that",
  loop: "a cell with a loop of 10 million additions",
  tab: "Tab after `tf.`",
  tabBusy: "Tab while a cell runs for 3 seconds",
  lines: "a cell that writes 20,000 lines",
};

export const bench: Bench = async function* () {
  const home = await mkdtemp(join(tmpdir(), "bench-kernel-"));
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  try {
    await addTslab(home);
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await measure("typescript", home));
      theirs.push(await measure("tslab", home));
    }
  } finally {
    await rm(home, { recursive: true });
  }
  const rows = Object.entries(STEPS).flatMap(([step, name]) => {
    const first = milliseconds(ours, step);
    const second = milliseconds(theirs, step);
    const ratio = median(second.map((time, round) => time / first[round]));
    const mine: Row = { name, times: first, median: median(first), ratio: 1 };
    if (second.includes(Number.POSITIVE_INFINITY)) return [mine];
    return [mine, { name: "– in tslab", times: second, median: median(second), ratio }];
  });
  const arrived = (runs: Measured[]) => Math.min(...runs.map(({ lines }) => lines));
  const notes = [
    `Medians of ${ROUNDS} rounds.`,
    `Of the 20,000 lines ${arrived(ours)} arrive here, ${arrived(theirs)} from tslab; where tslab has no row, it did not end.`,
  ];
  yield { title: "Kernel", unit: "ms", rows, notes };
};

async function measure(kernel: string, home: string): Promise<Measured> {
  const environment = jupyterEnvironment();
  const script = join(import.meta.dirname, "measure.py");
  const { stdout } = await promisify(execFile)(await jupyterPython(), [script, kernel], {
    cwd: join(root, "notebooks"),
    env: {
      ...environment,
      JUPYTER_PATH: [home, environment.JUPYTER_PATH].join(delimiter),
      JUPYTER_DATA_DIR: home,
      JUPYTER_RUNTIME_DIR: home,
      IPYTHONDIR: home,
    },
  });
  return JSON.parse(stdout);
}

const milliseconds = (runs: Measured[], step: string): number[] =>
  runs.map(({ times }) => 1000 * (times[step] ?? Number.POSITIVE_INFINITY));
