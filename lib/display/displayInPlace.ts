import type { MimeBundle } from "./displayable.ts";
import { kernel } from "./kernel.ts";

/** Tells this load of the file from others in the same notebook. */
const load = Math.floor(Math.random() * 2 ** 48).toString(36);
let displays = 0;

/**
 * Opens a place under the running cell whose content can be replaced.
 *
 * @returns a function that puts a bundle there; undefined outside a notebook
 */
export function displayInPlace(): ((bundle: MimeBundle) => void) | undefined {
  const here = kernel();
  if (!here) return undefined;
  const transient = { display_id: `lib-display-${load}-${++displays}` };
  let update = false;
  return (data) => {
    here.display({ data, metadata: {}, transient }, update);
    update = true;
  };
}
