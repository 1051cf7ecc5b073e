/**
 * Holds how the library's figures look against the pictures kept beside this file:
 *
 *     npm run test:pictures -- [--write]
 *
 * Numbers may be off by half a pixel. `--write` keeps the new pictures, and the new figures as data,
 * which `npm test` compares: look at both, and at their difference, before you commit them.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { differenceOf } from "./compare.ts";
import { contentOf } from "./content.ts";
import { EXAMPLES } from "./examples.ts";
import { pictures } from "./pictures.ts";

const { values } = parseArgs({ options: { write: { type: "boolean" } } });
const kept = new URL("kept/", import.meta.url);
if (values.write) {
  await rm(kept, { recursive: true, force: true });
  await mkdir(kept);
  for (const [name, figure] of Object.entries(EXAMPLES)) {
    await writeFile(
      new URL(`${name}.json`, kept),
      `${JSON.stringify(contentOf(figure), null, 1)}\n`,
    );
  }
}
let alike = 0;
let different = 0;
for await (const [name, svg] of pictures()) {
  const file = new URL(`${name}.svg`, kept);
  if (values.write) await writeFile(file, svg);
  const difference = differenceOf(svg, await readFile(file, "utf8").catch(() => ""));
  if (difference === undefined) alike++;
  else different++;
  if (difference !== undefined) console.log(`${name} looks different:\n  ${difference}`);
}
console.log(`${alike} pictures as kept, ${different} different`);
if (different > 0) process.exitCode = 1;
