// Runs in a class when a student's server starts, as the student: node hand-out.mjs EDITIONS FOLDER.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { checked } from "../../publish/notebooks.ts";
import type { Notebook } from "../notebook.ts";
import { bringAll } from "./ownCopy.ts";
import { startPage } from "./startPage.ts";

const [source, folder] = process.argv.slice(2);
const editions = new Map<string, Notebook>();
for (const file of (await readdir(source)).sort()) {
  editions.set(
    file.replace(/\.ipynb$/, ""),
    checked(await readFile(join(source, file), "utf8"), file),
  );
}
const page = (notebooks: ReadonlyMap<string, Notebook>) => startPage(notebooks, "in a class");
for (const sentence of await bringAll(editions, folder, page)) console.log(sentence);
