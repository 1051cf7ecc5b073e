import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../scripts/setup/project.mjs";

/** Gives tslab, as it comes, a kernel spec below a folder that Jupyter is told of. */
export async function addTslab(folder: string): Promise<void> {
  const spec = join(folder, "kernels", "tslab");
  await mkdir(spec, { recursive: true });
  const tslab = join(root, "node_modules", "tslab", "bin", "tslab");
  const argv = [process.execPath, tslab, "kernel", "--config-path", "{connection_file}"];
  const kernel = { argv, display_name: "tslab", language: "typescript" };
  await writeFile(join(spec, "kernel.json"), JSON.stringify(kernel));
}
