import { type ImageArithmetic, imageLoops } from "./imageLoops.ts";
import { imageVectors } from "./imageVectors.ts";

/** The fastest that runs here. It holds memory of its own: two searches must not share it. */
export function imageArithmetic(): ImageArithmetic {
  return imageVectors() ?? imageLoops;
}
