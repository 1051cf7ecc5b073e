import katex from "katex";
import { Problem } from "../../scripts/setup/problem.mjs";

/**
 * Sets the formulas that convert.py has marked, as HTML for the eye and MathML for screen readers.
 * @throws Problem for a formula that KaTeX does not know
 */
export function setFormulas(document: Document): void {
  for (const element of document.querySelectorAll(".tex")) {
    const tex = element.textContent ?? "";
    const displayMode = element.classList.contains("display");
    try {
      element.innerHTML = katex.renderToString(tex, { displayMode, strict: false });
    } catch (error) {
      throw new Problem(`The formula ${tex.trim()} cannot be set: ${(error as Error).message}`);
    }
  }
}
