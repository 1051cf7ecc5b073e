import type { Source } from "./dataset.ts";

/** A value that a notebook shows in these formats when it ends a cell. */
export interface SourceNotice {
  [display: symbol]: () => Record<string, string>;
}

/** Tells the reader of a notebook where the images are from: in one line, or in a box if they are a stand-in. */
export function sourceNotice({ synthetic, description }: Source): SourceNotice {
  const bundle: Record<string, string> = { "text/plain": description };
  if (synthetic) bundle["text/html"] = warning(description);
  return { [Symbol.for("Jupyter.display")]: () => bundle };
}

function warning(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const style = "border: 2px solid #d55e00; border-radius: 4px; padding: 0.7em 1em";
  return `<div role="note" style="${style}"><strong>Not the real data.</strong> ${escaped}</div>`;
}
