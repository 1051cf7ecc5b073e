import type { Cell } from "../notebook.ts";

/** The TypeScript that makes a notebook small, by the section that it begins with. */
const small: Record<string, string> = {
  "3.0": `const raster = 20;
const trainingImages = 300;
const queryImages = 40;
const ks = [1, 3];
const dataset: LoadOptions = { synthetic: { train: 600, validation: 200, test: 200 } };`,
  "3.1": `const iterations = 3;
const dataset: LoadOptions = { synthetic: { train: 20, validation: 10, test: 10 } };`,
  "3.2": `const iterations = 20;
const validateEvery = 5;
const longRun = { iterations: 30, validateEvery: 5, patience: 2 };
const searchIterations = 5;
const seeds = [11, 12];
const checkpoints = process.env.HOME + "/checkpoints";
const dataset: LoadOptions = { synthetic: { train: 600, validation: 200, test: 200 } };`,
};

/**
 * What makes a notebook small enough to be graded, or tested, in seconds: it stands behind the cell that is
 * tagged "parameters". Empty for a notebook that has none.
 */
export const smallSettings = (name: string): string => small[name.split("-")[0]] ?? "";

/** The cells with one more behind the first that is tagged "parameters"; as they are where none is. */
export function behindParameters(cells: Cell[], added: Cell): Cell[] {
  const at = cells.findIndex(({ metadata }) => metadata.tags?.includes("parameters"));
  return cells.flatMap((cell, i) => (i === at ? [cell, added] : [cell]));
}
