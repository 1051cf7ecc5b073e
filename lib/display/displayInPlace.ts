import type { MimeBundle } from "./displayable.ts";
import { kernel } from "./kernel.ts";

/**
 * Opens a place under the running cell whose content can be replaced.
 *
 * @returns a function that puts a bundle there; undefined outside a notebook
 */
export function displayInPlace(): ((bundle: MimeBundle) => void) | undefined {
  const here = kernel();
  if (!here) return undefined;
  const transient = { display_id: `lib-display-${Math.random()}` }; // unlike any of another load of this file
  let update = false;
  return (data) => {
    here.display({ data, metadata: {}, transient }, update);
    update = true;
  };
}
