import { Arena } from "../simd/arena.ts";
import { windowProducts as binary } from "../simd/binary/windowProducts.ts";
import { instantiate } from "../simd/instantiate.ts";
import { windowLoops } from "./windowLoops.ts";

/**
 * Products with a matrix of windows that is never written out: its element [i,k] is the number
 * x[rows[i] + cols[k]] of an image x, so one window is a row. All arrays are flat, row by row.
 */
export interface WindowProducts {
  /** out[i,j] = Σ_k x[rows[i] + cols[k]] · b[k,j], with b [K,J] and out [I,J]. */
  product(
    x: Float64Array,
    rows: Int32Array,
    cols: Int32Array,
    b: Float64Array,
    out: Float64Array,
  ): void;
  /** The way back: x[rows[i] + cols[k]] += Σ_j a[i,j] · b[j,k], with a [I,J] and b [J,K]. */
  addProduct(
    a: Float64Array,
    b: Float64Array,
    rows: Int32Array,
    cols: Int32Array,
    x: Float64Array,
  ): void;
}

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
      arena.clear();
      const result = arena.room(out.byteLength);
      const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
      assembly.product(
        arena.put(x),
        arena.put(rows),
        I,
        arena.put(cols),
        K,
        arena.put(b),
        J,
        result,
      );
      arena.take(result, out);
    },
    addProduct(a, b, rows, cols, x) {
      arena.clear();
      const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
      const ab = arena.room(I * K * a.BYTES_PER_ELEMENT);
      const rowsOfA = arena.put(rows.map((_, i) => i * J));
      const colsOfA = arena.put(new Int32Array(J).map((_, j) => j));
      assembly.product(arena.put(a), rowsOfA, I, colsOfA, J, arena.put(b), K, ab);
      const result = arena.put(x);
      assembly.scatter(ab, arena.put(rows), I, arena.put(cols), K, result);
      arena.take(result, x);
    },
  };
}

/** The fastest that runs here. */
export const windowProducts: WindowProducts = windowVectors() ?? windowLoops;
