import { type Random, randomNormal, seededRandom } from "./random.ts";
import type { StandIn } from "./stand-in.ts";

/** Each class as a function of the plane: positive inside, about 1 in the middle; shapes have radius 1. */
const classes: Record<string, (u: number, v: number) => number> = {
  disc: (u, v) => 1 - Math.sqrt(u * u + v * v),
  ring: (u, v) => 0.35 - Math.abs(Math.sqrt(u * u + v * v) - 0.8),
  square: (u, v) => 0.9 - Math.max(Math.abs(u), Math.abs(v)),
  triangle: (u, v) => Math.min(0.6 - v, 0.6 + v / 2 - 0.87 * Math.abs(u)),
  cross: (u, v) =>
    0.3 - Math.min(Math.max(Math.abs(u), Math.abs(v) / 4), Math.max(Math.abs(v), Math.abs(u) / 4)),
  stripes: (u) => Math.sin(4 * u),
  waves: (u, v) => Math.sin(4 * u + 1.5 * Math.sin(3 * v)),
  checks: (u, v) => 2 * Math.sin(3 * u) * Math.sin(3 * v),
  dots: (u, v) => Math.cos(4 * u) + Math.cos(4 * v) - 0.7,
  ripples: (u, v) => Math.sin(6 * Math.sqrt(u * u + v * v)),
};
const inside = Object.values(classes);

const size = 32;
const noise = Float32Array.from({ length: 1 << 16 }, normals(seededRandom(0)));

/** Stands in for CIFAR-10: ten shapes and textures in any colour, place, size and direction, over noise. */
export const drawnShapes: StandIn = {
  classes: Object.keys(classes),
  draw(image, label, random) {
    const between = (low: number, high: number) => low + (high - low) * random();
    const radius = between(5, 11);
    const angle = between(0, 2 * Math.PI);
    const [cos, sin] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
    const [x, y] = [between(11, 21), between(11, 21)];
    const back = [between(30, 225), between(30, 225), between(30, 225)];
    const front = back.map((level) => level + (random() < 0.5 ? -1 : 1) * between(20, 90));
    const [slopeX, slopeY] = [between(-2, 2), between(-2, 2)];
    const grain = between(5, 35);
    const start = Math.floor(random() * noise.length);
    for (let row = 0, at = 0; row < size; row++)
      for (let col = 0; col < size; col++) {
        const u = cos * (col - x) + sin * (row - y);
        const v = cos * (row - y) - sin * (col - x);
        const cover = Math.min(1, Math.max(0, 0.5 + 4 * inside[label](u, v)));
        const shade = slopeX * (col - 16) + slopeY * (row - 16);
        for (let channel = 0; channel < 3; channel++, at++)
          image[at] = Math.min(
            255,
            Math.max(
              0,
              back[channel] +
                cover * (front[channel] - back[channel]) +
                shade +
                grain * noise[(start + at) & 0xffff],
            ),
          );
      }
  },
};

function normals(random: Random): () => number {
  return () => randomNormal(random);
}
