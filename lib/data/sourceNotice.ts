import { displayable, escapeHtml } from "../display/index.ts";
import type { Source } from "./dataset.ts";

/**
 * Tells the reader of a notebook where the images are from: in one line, or in a box if they are a
 * stand-in.
 */
export function sourceNotice(source: Source): Source {
  return displayable({ ...source }, ({ synthetic, description, name }) => ({
    "application/vnd.cnn-notebooks.source+json": { synthetic, description, ...(name && { name }) }, // for published pages
    "text/plain": description,
    ...(synthetic && { "text/html": warning(description) }),
  }));
}

function warning(text: string): string {
  const style = "border: 2px solid #d55e00; border-radius: 4px; padding: 0.7em 1em";
  return `<div role="note" style="${style}"><strong>Not the real data.</strong> ${escapeHtml(text)}</div>`;
}
