import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mustRun, run, step } from "../setup/step.mjs";
import { native } from "./folder.mjs";
import { inTemporaryFolder } from "./temporary.mjs";

/** The version of the wheels. */
export const TENSORFLOW = "2.21.0";

/** Where wheels are unpacked. */
export const site = join(native, "site");

const unpackScript = fileURLToPath(new URL("unpack.py", import.meta.url));

/**
 * Fetches TensorFlow's C library from PyPI, and NVIDIA's libraries where it is to use a GPU.
 * @param {string} python with pip
 * @param {boolean} gpu
 * @param {(pid: number) => void} onStart
 */
export function fetchTensorFlow(python, gpu, onStart) {
  const options = { env: { ...process.env, PIP_NO_CACHE_DIR: "1" }, onStart };
  const only = ["--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--no-deps"];
  return inTemporaryFolder(async (folder) => {
    // The library in the wheel is the same whatever Python the wheel is for.
    const wheel = ["--python-version", "3.11", "--platform", "manylinux_2_27_x86_64"];
    const name = gpu ? "tensorflow" : "tensorflow-cpu";
    await step(`Fetching TensorFlow (${gpu ? 572 : 274} MB)`, () =>
      mustRun(
        "pip could not fetch TensorFlow",
        python,
        ["-m", "pip", "download", ...only, ...wheel, "-d", folder, `${name}==${TENSORFLOW}`],
        options,
      ),
    );
    const [file] = await readdir(folder);
    const unpack = [unpackScript, join(folder, file), site];
    await step("Unpacking TensorFlow", () =>
      mustRun("TensorFlow's wheel cannot be unpacked", python, unpack, { onStart }),
    );
    if (!gpu) return;
    const { output } = await run(python, [unpackScript, join(folder, file), "--requires"]);
    const nvidia = output.split("\n").filter(Boolean);
    await step("Fetching NVIDIA's libraries (2.8 GB)", () =>
      mustRun(
        "pip could not install NVIDIA's libraries",
        python,
        ["-m", "pip", "install", "--no-compile", ...only, "--target", site, ...nvidia],
        options,
      ),
    );
  });
}
