import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = ["numpy", "threadpoolctl", "torch==2.13.0", "tensorflow-cpu==2.21.0"];

/** Of the peers: bench/.venv. */
const usual = fileURLToPath(new URL("../.venv", import.meta.url));

/**
 * The Python with the peers that are measured against, made on first use (1.5 GB); undefined where
 * it cannot be made, which is said and leaves the peers' rows out.
 */
export async function peersPython(folder: string = usual): Promise<string | undefined> {
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const done = join(folder, "complete");
  if (existsSync(done)) return python;
  console.error(`Installing ${packages.join(", ")} into ${folder} …`);
  const base = process.env.PYTHON ?? (process.platform === "win32" ? "python" : "python3");
  for (const [program, ...args] of [
    [base, "-m", "venv", folder],
    [python, "-m", "pip", "install", "--quiet", ...packages],
  ]) {
    const { status, error } = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
    if (status !== 0) {
      console.error(
        `\n!!! NO PEERS: \`${[program, ...args].join(" ")}\` failed${error ? `: ${error.message}` : ""}.\n` +
          "!!! The rows of NumPy, PyTorch and TensorFlow are left out. Run the bench again with a network.\n",
      );
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
  }
  await writeFile(done, packages.join("\n"));
  return python;
}
