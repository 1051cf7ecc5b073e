import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kernelPath, root, tsc } from "./project.mjs";
import { mustRun, step } from "./step.mjs";

/** Compiles lib and kernel (only what changed) and lays the kernel's specs beside its code. */
export async function build() {
  await step("Building lib and kernel", () =>
    mustRun("lib or kernel does not compile", process.execPath, [tsc, "--build", "lib", "kernel"], {
      cwd: root,
    }),
  );
  for (const language of ["typescript", "javascript"]) {
    const spec = await readFile(join(root, "kernel", `${language}.json`), "utf8");
    const folder = join(kernelPath, "kernels", language);
    const place = join(folder, "kernel.json");
    if ((await readFile(place, "utf8").catch(() => "")) === spec) continue;
    await mkdir(folder, { recursive: true });
    await writeFile(place, spec);
  }
}
