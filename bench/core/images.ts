import type { Dataset } from "lib/data";

/** Whether figures are of real images, without the folder they lie in. */
export function imagesOf({ source }: Dataset): string {
  return source.synthetic ? "The images are a stand-in drawn in code." : "The images are real.";
}
