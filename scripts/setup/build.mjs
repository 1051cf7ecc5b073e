import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kernelPath, root, tsc } from "./project.mjs";
import { mustRun, step } from "./step.mjs";

/** Compiles lib and kernel (only what changed) and lays the kernel's spec beside its code. */
export async function build() {
  await step("Building lib and kernel", () =>
    mustRun("lib or kernel does not compile", process.execPath, [tsc, "--build", "lib", "kernel"], {
      cwd: root,
    }),
  );
  const spec = await readFile(join(root, "kernel", "kernel.json"), "utf8");
  const place = join(kernelPath, "kernels", "typescript", "kernel.json");
  if ((await readFile(place, "utf8").catch(() => "")) !== spec) await writeFile(place, spec);
}
