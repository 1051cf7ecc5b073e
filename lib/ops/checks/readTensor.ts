import ndarray from "ndarray";
import { flatten } from "../flatten.ts";
import type { Tensor } from "../tensor.ts";

/** A plain copy of a tensor, or what it is instead: "an array of 3". */
export function readTensor(found: unknown): Tensor | string {
  try {
    if (isTensor(found)) return ndarray(Float64Array.from(flatten(found)), [...found.shape]);
  } catch {
    return "a damaged tensor";
  }
  if (found === undefined || found === null) return String(found);
  if (typeof found === "number") return `the number ${found}`;
  if (Array.isArray(found)) return `an array of ${found.length}`;
  if (ArrayBuffer.isView(found) && "length" in found) {
    return `a ${found.constructor.name} of ${found.length}`;
  }
  return typeof found === "object" ? "an object" : `a ${typeof found}`;
}

function isTensor(found: unknown): found is Tensor {
  return (
    typeof found === "object" &&
    found !== null &&
    ["data", "shape", "stride", "offset", "get", "set"].every((key) => key in found)
  );
}
