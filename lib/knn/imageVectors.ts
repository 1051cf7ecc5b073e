import { Arena } from "../simd/arena.ts";
import { images as binary } from "../simd/binary/images.ts";
import { instantiate } from "../simd/instantiate.ts";
import { CELL, cellsOf } from "./cells.ts";
import type { ImageArithmetic } from "./imageArithmetic.ts";
import { sizeOf } from "./images.ts";

/** See lib/simd/assembly/images.ts; arrays are addresses. */
interface Assembly {
  cellSums(
    images: number,
    count: number,
    rows: number,
    width: number,
    size: number,
    cellOf: number,
    cells: number,
    columns: number,
    sums: number,
    squares: number,
  ): void;
  l1Bounds(a: number, I: number, b: number, J: number, D: number, bounds: number): void;
  l1(a: number, b: number, size: number, reach: number): number;
  l2(a: number, b: number, size: number, reach: number): number;
}

/** In 128-bit vectors; undefined where WebAssembly cannot run. */
export function imageVectors(): ImageArithmetic | undefined {
  const assembly = instantiate<Assembly>(binary);
  const withImages = instantiate<Assembly>(binary); // whose memory the images of distancesFrom keep
  if (!assembly || !withImages) return undefined;
  const arena = new Arena(assembly.memory);
  const imageArena = new Arena(withImages.memory);
  return {
    cellSums({ images, shape }) {
      const [rows, cols, channels] = shape;
      const cells = cellsOf(shape);
      const count = images.length / sizeOf({ images, shape });
      const sums = new Int16Array(count * cells.bytes.length);
      const squares = new Float64Array(count);
      arena.clear();
      const at = { sums: arena.put(sums), squares: arena.put(squares) };
      const [of, columns] = [arena.put(cells.of), arena.room(2 * cells.of.length)];
      const width = cols * channels;
      const from = arena.put(images);
      const { perRow } = cells;
      assembly.cellSums(from, count, rows, width, CELL, of, perRow, columns, at.sums, at.squares);
      arena.take(at.sums, sums);
      arena.take(at.squares, squares);
      return { sums, squares };
    },

    l1Bounds(a, b) {
      const [I, J] = [a.squares.length, b.squares.length];
      const bounds = new Float32Array(I * J);
      arena.clear();
      const result = arena.room(bounds.byteLength);
      assembly.l1Bounds(arena.put(a.sums), I, arena.put(b.sums), J, a.sums.length / I, result);
      arena.take(result, bounds);
      return bounds;
    },

    distancesFrom(queries, metric) {
      const size = sizeOf(queries);
      const distance = metric === "L1" ? withImages.l1 : withImages.l2;
      imageArena.clear();
      const a = imageArena.put(queries.images);
      const { end } = imageArena;
      return ({ images }) => {
        imageArena.clear(end);
        const b = imageArena.put(images);
        return (query, image, reach) => distance(a + query * size, b + image * size, size, reach);
      };
    },
  };
}
