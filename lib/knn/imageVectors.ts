import { imageBytes } from "../data/imageBytes.ts";
import { Arena } from "../simd/arena.ts";
import { images as imagesAssembly } from "../simd/binary/images.ts";
import { search as searchAssembly } from "../simd/binary/search.ts";
import { instantiate } from "../simd/instantiate.ts";
import { CELL, type CellSums, cellsOf, FINE_CELL } from "./cells.ts";
import type { ImageArithmetic } from "./imageLoops.ts";
import type { LoadedImages } from "./images.ts";

/** In 128-bit vectors; undefined where WebAssembly cannot run. */
export function imageVectors(): ImageArithmetic | undefined {
  const assembly = instantiate(imagesAssembly);
  const searching = instantiate(searchAssembly);
  if (!assembly || !searching) return undefined;
  const arena = new Arena(assembly.memory);
  const sumsOver = (cell: number, { images, shape }: LoadedImages): CellSums => {
    const [rows, cols, channels] = shape;
    const cells = cellsOf(shape, cell);
    const count = images.length / imageBytes(shape);
    const sums = new Int16Array(count * cells.bytes.length);
    const squares = new Float64Array(count);
    arena.reset();
    const at = { sums: arena.write(sums), squares: arena.write(squares) };
    const [of, columns] = [arena.write(cells.of), arena.write(new Int16Array(cells.of.length))];
    const width = cols * channels;
    const from = arena.write(images);
    const { perRow } = cells;
    const sizes = { count, rows, width, size: cell, cells: perRow };
    assembly.functions.cellSums({ images: from, ...sizes, cellOf: of, columns, ...at });
    arena.read(at.sums, sums);
    arena.read(at.squares, squares);
    return { sums, squares };
  };
  return {
    cellSums: (images) => sumsOver(CELL, images),

    l1Bounds(a, b) {
      const [I, J] = [a.squares.length, b.squares.length];
      const bounds = new Float32Array(I * J);
      arena.reset();
      const result = arena.alloc(bounds.byteLength);
      const [from, to] = [arena.write(a.sums), arena.write(b.sums)];
      const D = a.sums.length / I;
      assembly.functions.l1Bounds({ a: from, I, b: to, J, D, bounds: result });
      arena.read(result, bounds);
      return bounds;
    },

    search(queries, k, metric) {
      const memory = new Arena(searching.memory);
      const size = imageBytes(queries.shape);
      const count = queries.images.length / size;
      const { perRow } = cellsOf(queries.shape, FINE_CELL);
      const put = ({ images, shape }: LoadedImages) => ({
        images: memory.write(images),
        sums: memory.write(sumsOver(FINE_CELL, { images, shape }).sums),
      });
      const [indices, distances] = [new Int32Array(count * k), new Float64Array(count * k)];
      const at = {
        queries: put(queries),
        indices: memory.alloc(indices.byteLength),
        distances: memory.write(distances.fill(Infinity)),
        least: memory.write(new Int32Array(k)),
        leastBounds: memory.write(new Float64Array(k)),
      };
      const { top } = memory;
      return {
        offer(training, from, bounds) {
          memory.reset(top);
          const { images, sums } = put(training);
          searching.functions.search({
            squared: metric === "L2" ? 1 : 0,
            queries: at.queries.images,
            Q: count,
            images,
            N: training.images.length / size,
            size,
            querySums: at.queries.sums,
            imageSums: sums,
            perRow,
            rowBytes: FINE_CELL * queries.shape[1] * queries.shape[2],
            bounds: memory.write(bounds),
            from,
            k,
            numbers: at.indices,
            distances: at.distances,
            least: at.least,
            leastBounds: at.leastBounds,
          });
        },
        found() {
          memory.read(at.indices, indices);
          memory.read(at.distances, distances);
          return Array.from({ length: count }, (_, query) => ({
            indices: indices.slice(query * k, (query + 1) * k),
            distances: distances.slice(query * k, (query + 1) * k),
          }));
        },
      };
    },
  };
}
