import type { StandIn } from "./standIn.ts";

/** The strokes of each digit, as corners x,y on a grid 4 wide and 6 high. */
const digits: readonly string[] = [
  "1,0 3,0 4,2 4,4 3,6 1,6 0,4 0,2 1,0",
  "1,1 2,0 2,6",
  "0,1 1,0 3,0 4,1 4,2 0,6 4,6",
  "0,1 1,0 3,0 4,1 4,2 3,3 1,3|3,3 4,4 4,5 3,6 1,6 0,5",
  "3,6 3,0 0,4 4,4",
  "4,0 0,0 0,3 3,2 4,3 4,5 3,6 1,6 0,5",
  "3,0 1,1 0,3 0,5 1,6 3,6 4,5 4,4 3,3 1,3 0,4",
  "0,0 4,0 2,3 1,6",
  "1,3 0,2 0,1 1,0 3,0 4,1 4,2 3,3 1,3 0,4 0,5 1,6 3,6 4,5 4,4 3,3",
  "4,2 3,3 1,3 0,2 0,1 1,0 3,0 4,1 4,3 3,6",
];
const strokes = digits.map((digit) =>
  digit
    .split("|")
    .map((stroke) => stroke.split(" ").map((corner) => corner.split(",").map(Number))),
);

const size = 28;

/**
 * Stands in for MNIST: digits in straight strokes, each slanted, scaled, shifted and shaken anew.
 */
export const drawnDigits: StandIn = {
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  draw(image, label, random) {
    const between = (low: number, high: number) => low + (high - low) * random();
    const [width, height] = [between(2, 3.6), between(2.4, 3.4)];
    const angle = between(-0.25, 0.25);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const slant = between(-0.1, 0.4);
    const [x, y] = [between(12, 15), between(12, 15)];
    const pen = between(0.8, 1.8);
    const place = ([cornerX, cornerY]: number[]): Point => {
      const v = (cornerY - 3 + between(-0.25, 0.25)) * height;
      const u = (cornerX - 2 + between(-0.25, 0.25)) * width - slant * v;
      return [x + cos * u - sin * v, y + sin * u + cos * v];
    };
    for (const stroke of strokes[label]) {
      const corners = stroke.map(place);
      for (let i = 1; i < corners.length; i++) drawLine(image, corners[i - 1], corners[i], pen);
    }
  },
};

type Point = readonly [x: number, y: number];

/** A line with soft edges; where lines cross, the brighter pixel stays. */
function drawLine(image: Uint8Array, [x0, y0]: Point, [x1, y1]: Point, pen: number): void {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length2 = dx * dx + dy * dy;
  const [top, bottom] = reach([y0, y1], pen);
  const [left, right] = reach([x0, x1], pen);
  for (let row = top; row <= bottom; row++) {
    for (let col = left; col <= right; col++) {
      const along = Math.min(1, Math.max(0, ((col - x0) * dx + (row - y0) * dy) / length2));
      const [restX, restY] = [col - x0 - along * dx, row - y0 - along * dy];
      const distance = Math.sqrt(restX * restX + restY * restY);
      const at = row * size + col;
      image[at] = Math.max(image[at], 255 * Math.min(1, pen + 0.5 - distance));
    }
  }
}

/** The rows or columns that a pen touches on its way between two places. */
function reach(ends: readonly number[], pen: number): [first: number, last: number] {
  return [
    Math.max(0, Math.floor(Math.min(...ends) - pen)),
    Math.min(size - 1, Math.ceil(Math.max(...ends) + pen)),
  ];
}
