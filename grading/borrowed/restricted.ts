/** What of a module solves a task, by the cell in which it may not be used; "all" of some modules. */
export type Restricted = ReadonlyMap<string, readonly string[] | "all">;

const ops: Restricted = new Map<string, readonly string[] | "all">([
  ["lib/ops", ["OpConv2DMatmul"]],
  ["@tensorflow/tfjs", "all"],
]);
const knn: Restricted = new Map([
  [
    "lib/knn",
    [
      "classify",
      "classifyImages",
      "nearerPart",
      "nearestImages",
      "nearestNeighbors",
      "voronoiRegions",
    ],
  ],
]);
const loops: Restricted = new Map([["lib/cifar", ["earlyStopping", "gridSearch", "train"]]]);

/** By the id of a cell that students write, what they may not take from the library there. */
export const RESTRICTED: ReadonlyMap<string, Restricted> = new Map([
  ...["conv", "relu", "pool", "loss", "dense", "iterate"].map((id) => [id, ops] as const),
  ...["nearest", "cut", "cell", "cell-of-set"].map((id) => [id, knn] as const),
  ...["own", "own-search"].map((id) => [id, loops] as const),
]);

/** Whether a module has the solutions themselves, however it is named. */
export function hasSolutions(module: string): boolean {
  return /(^|\/)ops\/(solutions|op[A-Z])|(^|\/)lib\/(dist|ops\/)/.test(
    module.replaceAll("\\", "/"),
  );
}
