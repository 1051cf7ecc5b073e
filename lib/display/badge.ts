import { escapeHtml } from "./escapeHtml.ts";

/**
 * A verdict in HTML as sign, word and colour. Background and text come as a pair, so that it can be
 * read on a light page, a dark one and on paper, where the frame and the sign stay if colours are
 * left out; a screen reader says the word.
 */
export function badge(passed: boolean, word: string): string {
  const [color, background] = passed ? ["#0b3d1a", "#c8f0d0"] : ["#6b0010", "#ffd6d9"];
  const style =
    `color:${color};background:${background};border:1px solid ${color};border-radius:3px;` +
    "padding:0 0.4em;font-weight:bold;white-space:nowrap;print-color-adjust:exact";
  const sign = `<span aria-hidden="true">${passed ? "✓" : "✗"}</span>`;
  return `<span style="${style}">${sign} ${escapeHtml(word)}</span>`;
}
