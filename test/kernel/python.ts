import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const inProject = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

const candidates = [
  process.env.PYTHON,
  inProject(process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python"),
  "python3",
];

/** A Python that can drive a kernel, if there is one. */
export function findPython(): string | undefined {
  return candidates.find(
    (python) => python && spawnSync(python, ["-c", "import jupyter_client"]).status === 0,
  );
}
