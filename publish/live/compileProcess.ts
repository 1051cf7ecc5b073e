import { text } from "node:stream/consumers";
import { compileCells } from "./compileCells.ts";

// A process of its own, as the translator looks for modules from the current folder: takes
// { cells, language } as JSON and gives the compiled cells.
const { cells, language } = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(compileCells(cells, language)));
