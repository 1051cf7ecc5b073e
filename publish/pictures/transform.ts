import type { Box } from "./textBox.ts";

/** A transform of the plane: (x, y) goes to (a·x + c·y + e, b·x + d·y + f). */
type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];

/** The transform that leads from an SVG element's own coordinates to those of its picture. */
export function toPicture(element: Element): Matrix {
  const own = parse(element.getAttribute("transform") ?? "");
  const outer = element.parentElement;
  return outer && outer.tagName !== "svg" ? times(toPicture(outer), own) : own;
}

/** The box around a transformed box. */
export function transformed([a, b, c, d, e, f]: Matrix, { left, top, right, bottom }: Box): Box {
  const corners = [left, right].flatMap((x) => [top, bottom].map((y) => [x, y]));
  const xs = corners.map(([x, y]) => a * x + c * y + e);
  const ys = corners.map(([x, y]) => b * x + d * y + f);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}

/** @param list such as "translate(10,20) rotate(-90)" */
function parse(list: string): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [, kind, text] of list.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [x, y, z = 0] = text.split(/[\s,]+/).map(Number);
    if (kind === "translate") matrix = times(matrix, [1, 0, 0, 1, x, y ?? 0]);
    else if (kind === "scale") matrix = times(matrix, [x, 0, 0, y ?? x, 0, 0]);
    else if (kind === "rotate") matrix = times(matrix, rotation(x, y ?? 0, z));
    else {
      throw new Error(
        `a picture has the transform ${kind}, only translate, scale and rotate are known`,
      );
    }
  }
  return matrix;
}

/** Around the point (x, y). */
function rotation(degrees: number, x: number, y: number): Matrix {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [c, s, -s, c, x - c * x + s * y, y - s * x - c * y];
}

/** @param n is applied first */
function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}
