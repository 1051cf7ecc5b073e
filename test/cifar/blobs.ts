import { type Dataset, randomNormal, seededRandom } from "lib/data";

/** Noisy images whose class is the brightness of one of two channels: easy to learn. */
export function blobs(n: number, seed: number, [rows, cols]: [number, number] = [32, 32]): Dataset {
  const random = seededRandom(seed);
  const images = new Uint8Array(n * rows * cols * 3);
  const labels = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    labels[i] = i % 2;
    for (let j = 0; j < rows * cols * 3; j++) {
      const bright = j % 3 === labels[i] ? 60 : 0;
      const value = 100 + bright + 30 * randomNormal(random);
      images[i * rows * cols * 3 + j] = Math.min(255, Math.max(0, value));
    }
  }
  const source = { synthetic: true, description: "blobs" };
  return { images, labels, classes: ["red", "green"], shape: [rows, cols, 3], source };
}
