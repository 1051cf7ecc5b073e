/** The font whose letters are measured here: that of lib/plot. */
export const FAMILY = "Helvetica";

/**
 * How wide Helvetica's printable ASCII letters are, from the space on, in thousandths of the font's
 * size (Adobe's font metrics). Arial and Liberation Sans are made to the same widths.
 */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const OTHER = 584; // of mathematical signs, such as the minus
const BOLD = 1.06; // times as wide, about
const ASCENT = 0.905;
const DESCENT = 0.212;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * The place of an SVG text as a browser would lay it out in Helvetica, before its own transform.
 * Lines are Plotly's: each a `tspan` of class "line" with its own `dy`.
 */
export function textBox(text: Element): Box {
  const { size } = fontOf(text);
  const lines = [...text.querySelectorAll("tspan.line")];
  const number = (name: string) => Number.parseFloat(text.getAttribute(name) ?? "0");
  const anchor = text.getAttribute("text-anchor");
  const boxes = (lines.length > 0 ? lines : [text]).map((line) => {
    const width = widthOf(line);
    const left = number("x") - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
    const baseline = number("y") + ems(line.getAttribute("dy")) * size;
    return {
      left,
      top: baseline - ASCENT * size,
      right: left + width,
      bottom: baseline + DESCENT * size,
    };
  });
  return around(boxes);
}

/** The smallest box around others; an empty one around none. */
export function around(boxes: Box[]): Box {
  if (boxes.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

/** @param length such as "1.3em" */
const ems = (length: string | null) => (length?.endsWith("em") ? Number.parseFloat(length) : 0);

function widthOf(element: Element): number {
  let width = 0;
  for (const child of element.childNodes) {
    if (child.nodeType !== child.TEXT_NODE) width += widthOf(child as Element);
    else {
      const { size, bold } = fontOf(element);
      for (const letter of child.textContent ?? "") {
        width += ((WIDTHS[letter.charCodeAt(0) - 32] ?? OTHER) / 1000) * size * (bold ? BOLD : 1);
      }
    }
  }
  return width;
}

/** The font's size, in pixels, and whether it is bold. */
function fontOf(element: Element | null): { size: number; bold: boolean } {
  if (!element || !("style" in element)) return { size: 12, bold: false };
  const { fontSize, fontWeight } = (element as SVGElement).style;
  if (fontSize.endsWith("px") && fontWeight) {
    return { size: Number.parseFloat(fontSize), bold: isBold(fontWeight) };
  }
  const outer = fontOf(element.parentElement);
  const number = Number.parseFloat(fontSize);
  const size = fontSize.endsWith("%") ? (outer.size * number) / 100 : number || outer.size;
  return { size, bold: fontWeight ? isBold(fontWeight) : outer.bold };
}

const isBold = (weight: string) => weight === "bold" || Number(weight) >= 600;
