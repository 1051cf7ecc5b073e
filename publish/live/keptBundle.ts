import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/setup/project.mjs";
import type { Bundle } from "./bundle.ts";

const sources = fileURLToPath(new URL(".", import.meta.url));

/**
 * A bundle, kept from the last time where nothing has changed that it is made of: the packages, the
 * builds of the library and the kernel, and this folder.
 *
 * @param of what else it depends on
 * @param runs the folder where it is kept
 * @param builds the compiler's records of what was built
 * @param make makes it
 */
export async function keptBundle(
  of: unknown,
  runs: string,
  builds: readonly string[],
  make: () => Promise<Bundle>,
): Promise<Bundle> {
  const hash = createHash("sha256").update(JSON.stringify(of));
  const entries = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  for (const file of [...builds, join(root, "package.json"), ...files]) {
    hash.update(await readFile(file).catch(() => ""));
  }
  const key = hash.digest("hex");
  const kept = join(runs, "live");
  return (await read(kept, key)) ?? write(kept, key, await make());
}

async function read(kept: string, key: string): Promise<Bundle | undefined> {
  try {
    const names: string[] = JSON.parse(await readFile(join(kept, `${key}.json`), "utf8"));
    const content = async (name: string) => [name, await readFile(join(kept, name))] as const;
    return new Map(await Promise.all(names.map(content)));
  } catch {
    return undefined; // none is kept, or it is damaged
  }
}

async function write(kept: string, key: string, bundle: Bundle): Promise<Bundle> {
  await mkdir(dirname(kept), { recursive: true });
  const made = await mkdtemp(`${kept}-`);
  try {
    for (const [name, content] of bundle) await writeFile(join(made, name), content);
    await writeFile(join(made, `${key}.json`), JSON.stringify([...bundle.keys()]));
    await rm(kept, { recursive: true, force: true });
    await rename(made, kept);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  return bundle;
}
