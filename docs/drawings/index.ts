/**
 * Makes the drawings of the documentation anew:
 *
 *     npm run draw                    what is drawn from the code
 *     npm run draw -- --screenshot    the README's screenshot, too: needs Chromium, takes a minute
 *
 * A test fails where one of docs/architecture.md is not what this makes.
 */
import { readFile, writeFile } from "node:fs/promises";
import { mistake } from "./mistake.ts";
import { withDrawings } from "./page.ts";
import { regions } from "./regions.ts";

const page = new URL("../architecture.md", import.meta.url);
await writeFile(page, withDrawings(await readFile(page, "utf8")));
await writeFile(new URL("../three-nearest-neighbors.svg", import.meta.url), await regions());
if (process.argv.includes("--screenshot")) {
  await writeFile(new URL("../mistake.webp", import.meta.url), await mistake());
}
