import { kernel } from "../display/index.ts";
import type { Figure } from "./figure.ts";

/**
 * Puts a figure under the running cell. In a plain Node script it opens the figure in the
 * browser, through nodeplotlib (`npm i nodeplotlib`), from a server on 127.0.0.1 that ends when the page is closed.
 */
export function show(figure: Figure): void {
  const notebook = kernel();
  if (notebook) notebook.show(figure);
  else void import("./openInBrowser.ts").then(({ openInBrowser }) => openInBrowser(figure));
}
