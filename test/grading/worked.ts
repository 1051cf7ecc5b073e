import { readdirSync, readFileSync } from "node:fs";
import type { Notebook } from "../../grading/notebook.ts";

const folder = new URL("../../notebooks/", import.meta.url);

/** The worked notebooks by their names. */
export const worked: ReadonlyMap<string, Notebook> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => [
      file.replace(".ipynb", ""),
      JSON.parse(readFileSync(new URL(file, folder), "utf8")),
    ]),
);
