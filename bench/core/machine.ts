import { execFileSync } from "node:child_process";
import os from "node:os";

/** The machine that measures, as figures name it. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Versions of the Python peers, as far as they are there. */
  readonly peers: Record<string, string>;
  /** Processes that wanted to run on average in the minute before; above 0.5 figures are noisy. */
  readonly load: number;
}

export function machine(python: string | undefined): Machine {
  return {
    processor: os.cpus()[0].model,
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    peers: python ? JSON.parse(execFileSync(python, ["-c", VERSIONS], { encoding: "utf8" })) : {},
    load: os.loadavg()[0],
  };
}

const VERSIONS = `
import json, sys
from importlib.metadata import version
names = ["numpy", "torch", "tensorflow-cpu"]
print(json.dumps({"python": sys.version.split()[0], **{name: version(name) for name in names}}))`;

/** One line. */
export function describe({ processor, cores, memoryGiB, node, peers }: Machine): string {
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  return [`${processor}, ${cores} cores, ${memoryGiB} GiB`, `Node ${node}`, ...versions].join("; ");
}
