import { Arena } from "../simd/arena.ts";
import { windowProducts as assembly } from "../simd/binary/windowProducts.ts";
import { instantiate } from "../simd/instantiate.ts";
import { type WindowProducts, windowLoops } from "./windowLoops.ts";

/** The products in 128-bit vectors; undefined where WebAssembly cannot run. */
function windowVectors(): WindowProducts | undefined {
  const started = instantiate(assembly);
  if (!started) return undefined;
  const { functions } = started;
  const arena = new Arena(started.memory);
  return {
    product(x, rows, cols, b, out) {
      arena.reset();
      const result = arena.alloc(out.byteLength);
      const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
      const at = { x: arena.write(x), rows: arena.write(rows), cols: arena.write(cols) };
      functions.product({ ...at, I, K, b: arena.write(b), J, out: result });
      arena.read(result, out);
    },
    addProduct(a, b, rows, cols, x) {
      arena.reset();
      const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
      const ab = arena.alloc(I * K * a.BYTES_PER_ELEMENT);
      const rowsOfA = arena.write(rows.map((_, i) => i * J));
      const colsOfA = arena.write(new Int32Array(J).map((_, j) => j));
      const at = { x: arena.write(a), rows: rowsOfA, cols: colsOfA, b: arena.write(b) };
      functions.product({ ...at, I, K: J, J: K, out: ab });
      const result = arena.write(x);
      const [to, from] = [arena.write(rows), arena.write(cols)];
      functions.scatter({ from: ab, rows: to, I, cols: from, K, x: result });
      arena.read(result, x);
    },
  };
}

/** The fastest that runs here. */
export const windowProducts: WindowProducts = windowVectors() ?? windowLoops;
