import { flatten } from "../flatten.ts";
import type { Tensor } from "../tensor.ts";
import { indexOf } from "./comparison.ts";
import { readTensor } from "./readTensor.ts";

/** Where a tensor differs from what it was: "at [0, 2, 1]"; undefined where it does not. */
export function changeOf(now: unknown, was: Tensor): string | undefined {
  const read = readTensor(now);
  if (typeof read === "string") return `to ${read}`;
  if (String(read.shape) !== String(was.shape)) {
    return `to a tensor of shape [${read.shape.join(", ")}]`;
  }
  const [a, b] = [flatten(read), flatten(was)];
  const place = a.findIndex((x, i) => !Object.is(x, b[i]));
  return place < 0 ? undefined : `at [${indexOf(place, was.shape).join(", ")}]`;
}
