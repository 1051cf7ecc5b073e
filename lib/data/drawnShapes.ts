import { type Random, randomNormal, seededRandom } from "./random.ts";
import type { StandIn } from "./standIn.ts";

/**
 * Each class as a function of the plane: above 0 inside; shapes have a radius of 1, textures a
 * period of 1.
 */
const classes: Record<string, (u: number, v: number) => number> = {
  disc: (u, v) => 1 - Math.sqrt(u * u + v * v),
  ring: (u, v) => 0.35 - Math.abs(Math.sqrt(u * u + v * v) - 0.8),
  square: (u, v) => 0.9 - Math.max(Math.abs(u), Math.abs(v)),
  triangle: (u, v) => Math.min(0.6 - v, 0.6 + v / 2 - 0.87 * Math.abs(u)),
  cross: (u, v) =>
    Math.min(Math.abs(u), Math.abs(v)) < 0.3 ? 1.2 - Math.max(Math.abs(u), Math.abs(v)) : -1,
  stripes: (u) => wave(u),
  zigzag: (u, v) => wave(u + wave(v) / 4),
  checks: (u, v) => 4 * wave(u) * wave(v),
  dots: (u, v) => wave(u) + wave(v) - 0.4,
  ripples: (u, v) => wave(1.5 * Math.sqrt(u * u + v * v)),
};

/** A triangle wave of period 1, between -1/2 and 1/2. */
function wave(t: number): number {
  return 2 * Math.abs(t - Math.round(t)) - 0.5;
}

const inside = Object.values(classes);
const size = 32;
const noise = normals(1 << 16, seededRandom(0));

/**
 * Stands in for CIFAR-10: ten shapes and textures in any colour, place, size and direction, in poor
 * light and grainy.
 */
export const drawnShapes: StandIn = {
  classes: Object.keys(classes),
  draw(image, label, random) {
    const between = (low: number, high: number) => low + (high - low) * random();
    const clamped = new Uint8ClampedArray(image.buffer, image.byteOffset, image.length);
    const shape = inside[label];
    const radius = between(5, 11);
    const angle = between(0, 2 * Math.PI);
    const cos = Math.cos(angle) / radius;
    const sin = Math.sin(angle) / radius;
    const [x, y] = [between(11, 21), between(11, 21)];
    const back = [between(30, 225), between(30, 225), between(30, 225)];
    const contrast = back.map(() => (random() < 0.5 ? -1 : 1) * between(20, 90));
    const [lightX, lightY] = [between(-2, 2), between(-2, 2)];
    const grain = between(5, 35);
    let at = 0;
    let speck = Math.floor(random() * noise.length);
    for (let row = 0; row < size; row++) {
      for (let col = 0; col < size; col++) {
        const u = cos * (col - x) + sin * (row - y);
        const v = cos * (row - y) - sin * (col - x);
        const cover = Math.min(1, Math.max(0, 0.5 + 4 * shape(u, v)));
        const light = lightX * (col - size / 2) + lightY * (row - size / 2);
        const grey = light + grain * noise[speck++ % noise.length];
        for (let channel = 0; channel < 3; channel++) {
          clamped[at++] = back[channel] + cover * contrast[channel] + grey;
        }
      }
    }
  },
};

function normals(length: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => randomNormal(random));
}
