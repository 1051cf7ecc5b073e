import { Marked } from "marked";

/** Sets Markdown as HTML, with its formulas, as publishing does. */
export async function setMarkdown(place: HTMLElement, text: string): Promise<void> {
  const marked = new Marked();
  if (text.includes("$")) {
    const { default: katex } = await import("marked-katex-extension");
    marked.use(katex({ nonStandard: true, strict: false, throwOnError: false }));
  }
  place.innerHTML = await marked.parse(text);
}
