import { Marked } from "marked";

const marked = new Marked();
let haveFormulas = false;

/** Sets Markdown as HTML, with its formulas, as publishing does. */
export async function setMarkdown(place: HTMLElement, text: string): Promise<void> {
  if (!haveFormulas && text.includes("$")) {
    const { default: katex } = await import("marked-katex-extension");
    if (!haveFormulas) marked.use(katex({ nonStandard: true, strict: false, throwOnError: false }));
    haveFormulas = true;
  }
  place.innerHTML = await marked.parse(text);
}
