import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compile } from "./compile.mjs";
import { kernelPath, root, tsc } from "./project.mjs";
import { demand, step } from "./step.mjs";

/** The folders that are compiled, each into its `dist`. */
export const libraries = ["lib", "kernel"].map((name) => join(root, name));

/** Compiles lib and kernel (only what changed) and lays the kernel's specs beside its code. */
export async function build() {
  for (const language of ["typescript", "javascript"]) {
    const spec = await readFile(join(root, "kernel", `${language}.json`), "utf8");
    const folder = join(kernelPath, "kernels", language);
    const place = join(folder, "kernel.json");
    if ((await readFile(place, "utf8").catch(() => "")) === spec) continue;
    await mkdir(folder, { recursive: true });
    await writeFile(place, spec);
  }
  await step("Building lib and kernel", async () =>
    demand("lib or kernel does not compile", await compile(tsc, libraries, { cwd: root })),
  );
}
