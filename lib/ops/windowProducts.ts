import { Arena } from "../simd/arena.ts";
import { windowProducts as binary } from "../simd/binary/windowProducts.ts";
import { instantiate } from "../simd/instantiate.ts";
import { type WindowProducts, windowLoops } from "./windowLoops.ts";

/** See lib/simd/assembly/windowProducts.ts; arrays are addresses. */
interface Assembly {
  product(
    x: number,
    rows: number,
    I: number,
    cols: number,
    K: number,
    b: number,
    J: number,
    out: number,
  ): void;
  scatter(from: number, rows: number, I: number, cols: number, K: number, x: number): void;
}

/** The products in 128-bit vectors; undefined where WebAssembly cannot run. */
function windowVectors(): WindowProducts | undefined {
  const assembly = instantiate<Assembly>(binary);
  if (!assembly) return undefined;
  const arena = new Arena(assembly.memory);
  return {
    product(x, rows, cols, b, out) {
      arena.reset();
      const result = arena.alloc(out.byteLength);
      const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
      assembly.product(
        arena.write(x),
        arena.write(rows),
        I,
        arena.write(cols),
        K,
        arena.write(b),
        J,
        result,
      );
      arena.read(result, out);
    },
    addProduct(a, b, rows, cols, x) {
      arena.reset();
      const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
      const ab = arena.alloc(I * K * a.BYTES_PER_ELEMENT);
      const rowsOfA = arena.write(rows.map((_, i) => i * J));
      const colsOfA = arena.write(new Int32Array(J).map((_, j) => j));
      assembly.product(arena.write(a), rowsOfA, I, colsOfA, J, arena.write(b), K, ab);
      const result = arena.write(x);
      assembly.scatter(ab, arena.write(rows), I, arena.write(cols), K, result);
      arena.read(result, x);
    },
  };
}

/** The fastest that runs here. */
export const windowProducts: WindowProducts = windowVectors() ?? windowLoops;
