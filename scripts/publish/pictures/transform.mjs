/**
 * A transform of the plane: (x, y) goes to (a·x + c·y + e, b·x + d·y + f).
 * @typedef {[a: number, b: number, c: number, d: number, e: number, f: number]} Matrix
 */

/**
 * The transform that leads from an SVG element's own coordinates to those of its picture.
 * @param {Element} element
 * @returns {Matrix}
 */
export function toPicture(element) {
  const own = parse(element.getAttribute("transform") ?? "");
  const outer = element.parentElement;
  return outer && outer.tagName !== "svg" ? times(toPicture(outer), own) : own;
}

/**
 * The box around a transformed box.
 * @param {Matrix} matrix
 * @param {import("./textBox.mjs").Box} box
 */
export function transformed([a, b, c, d, e, f], { left, top, right, bottom }) {
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

/**
 * @param {string} list such as "translate(10,20) rotate(-90)"
 * @returns {Matrix}
 */
function parse(list) {
  /** @type {Matrix} */
  let matrix = [1, 0, 0, 1, 0, 0];
  for (const [, kind, text] of list.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [x = 0, y, z = 0] = text.split(/[\s,]+/).map(Number);
    if (kind === "translate") matrix = times(matrix, [1, 0, 0, 1, x, y ?? 0]);
    else if (kind === "scale") matrix = times(matrix, [x, 0, 0, y ?? x, 0, 0]);
    else if (kind === "rotate") matrix = times(matrix, rotation(x, y ?? 0, z));
    else
      throw new Error(
        `a picture has the transform ${kind}, only translate, scale and rotate are known`,
      );
  }
  return matrix;
}

/**
 * @param {number} degrees
 * @param {number} x of the centre
 * @param {number} y
 * @returns {Matrix}
 */
function rotation(degrees, x, y) {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [c, s, -s, c, x - c * x + s * y, y - s * x - c * y];
}

/**
 * @param {Matrix} m
 * @param {Matrix} n is applied first
 * @returns {Matrix}
 */
function times(m, n) {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}
