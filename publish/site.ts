import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { work } from "../scripts/setup/project.mjs";
import { plotly } from "./pictures/openDrawing.ts";

const assets = fileURLToPath(new URL("assets", import.meta.url));
const katex = dirname(createRequire(import.meta.url).resolve("katex/dist/katex.min.css"));

/**
 * Makes the site anew: `fill` gets an empty folder, which takes the old site's place once it is done.
 * If `fill` throws, the old site stays.
 */
export async function replaceSite(
  site: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const made = await mkdtemp(join(work, "site-"));
  const old = `${made}-old`;
  try {
    await copyAssets(join(made, "assets"));
    await fill(made);
    const hadOne = await rename(site, old).then(
      () => true,
      () => false,
    );
    await rename(made, site).catch(async (error) => {
      if (hadOne) await rename(old, site);
      throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

/** Style, scripts and fonts, all that pages share. */
async function copyAssets(to: string): Promise<void> {
  await mkdir(join(to, "katex", "fonts"), { recursive: true });
  for (const name of await readdir(assets)) await copyFile(join(assets, name), join(to, name));
  await copyFile(plotly, join(to, "plotly.js"));
  const style = await readFile(join(katex, "katex.min.css"), "utf8");
  const woff2Only = style.replaceAll(/,url\([^)]*\.(woff|ttf)\) format\("\w+"\)/g, "");
  await writeFile(join(to, "katex", "katex.min.css"), woff2Only);
  for (const name of await readdir(join(katex, "fonts"))) {
    if (name.endsWith(".woff2")) {
      await copyFile(join(katex, "fonts", name), join(to, "katex", "fonts", name));
    }
  }
}
