/**
 * What a student of a class costs: kernels of a deployed copy, as deploy/class_config.py starts them,
 * driven by Jupyter's client. Five compute at once; how far apart they end says whether it is fair.
 * Linux alone, which tells what memory a process has for itself.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { jupyterEnvironment } from "../../scripts/setup/jupyter.mjs";
import { root } from "../../scripts/setup/project.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { median, type Row, type Table } from "../core/table.ts";
import type { Bench } from "../index.ts";

const STUDENTS = 5;

/** What students.py says of a kernel after a cell. */
interface Measured {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

const FIRST = "1 + 1";
const MNIST =
  'import { gradientCheck } from "lib/ops"; import { loadMnist } from "lib/data"; const mnist = await loadMnist();';
const cifar = (options: string) =>
  'import { selectBackend } from "lib/backend"; import { cifarCnn, train } from "lib/cifar"; ' +
  `import { loadCifar10 } from "lib/data"; await selectBackend(); const data = await loadCifar10(${options});`;
const train = (iterations: number) =>
  `await train(cifarCnn({ seed: 3 }), data, { iterations: ${iterations}, seed: 3, onProgress() {} });`;

const npm = (...args: string[]) =>
  execFileSync("npm", ["run", "--silent", ...args], { cwd: root, stdio: "inherit" });

export const bench: Bench = async function* (_, { iterations = 200 }) {
  const folder = await mkdtemp(join(tmpdir(), "bench-class-"));
  try {
    const [data, place] = [join(folder, "data"), join(folder, "copy")];
    npm("data", "--", data);
    npm("deploy", "--", place);
    const python = await jupyterPython();
    const run = (count: number, ...cells: string[]): Measured[][] =>
      JSON.parse(
        execFileSync(python, [join(import.meta.dirname, "students.py"), `${count}`, ...cells], {
          cwd: folder,
          encoding: "utf8",
          env: {
            ...jupyterEnvironment(),
            JUPYTER_PATH: join(place, "kernel/dist"),
            JUPYTER_RUNTIME_DIR: folder,
            CNN_DATA_DIR: data,
            CNN_THREADS: "1",
            MEM_LIMIT: String(2 ** 30),
          },
        }),
      );
    const [first, mnist] = run(STUDENTS, FIRST, MNIST);
    const [loaded, trained] = run(STUDENTS, cifar(""), train(iterations));
    const [, inMemory] = run(1, cifar('{ images: "memory" }'), train(iterations));
    const stages = {
      "kernel, first cell": first,
      "3.1, MNIST loaded": mnist,
      "3.2, CIFAR-10 loaded, images in their files": loaded,
      [`3.2, after ${iterations} iterations`]: trained,
      "the same with the images in memory": inMemory,
    };
    yield tableOf("Memory that a kernel has for itself", "MB", stages, "megabytes");
    yield tableOf("CPU of a kernel so far", "seconds", stages, "cpu");
    yield fairness(trained, iterations);
  } finally {
    await rm(folder, { recursive: true });
  }
};

function tableOf(
  title: string,
  unit: string,
  stages: Record<string, Measured[]>,
  figure: keyof Measured,
): Table {
  const [[, firsts]] = Object.entries(stages);
  const of = (kernels: Measured[]) => kernels.map((kernel) => kernel[figure]);
  const rows = Object.entries(stages).map(([name, kernels]): Row => {
    const times = of(kernels);
    return { name, times, median: median(times), ratio: median(times) / median(of(firsts)) };
  });
  return { title, unit, rows, notes: [`Medians of ${STUDENTS} kernels at once; the last of one.`] };
}

function fairness(kernels: Measured[], iterations: number): Table {
  const seconds = kernels.map((kernel) => kernel.seconds).sort((a, b) => a - b);
  const row = (name: string, time: number): Row => ({
    ...{ name, times: [time], median: time, ratio: time / seconds[0] },
  });
  return {
    title: `${STUDENTS} students train ${iterations} iterations at once, ${availableParallelism()} cores`,
    unit: "seconds",
    rows: [row("the fastest", seconds[0]), row("the slowest", seconds.at(-1) ?? Number.NaN)],
    notes: [],
  };
}
