import type { WindowProducts } from "./windowProducts.ts";

/** The products in plain loops, for where WebAssembly cannot run. */
export const windowLoops: WindowProducts = {
  product(x, rows, cols, b, out) {
    const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
    out.fill(0);
    for (let i = 0; i < I; i++)
      for (let k = 0; k < K; k++) {
        const xik = x[rows[i] + cols[k]];
        for (let j = 0; j < J; j++) out[i * J + j] += xik * b[k * J + j];
      }
  },

  addProduct(a, b, rows, cols, x) {
    const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
    for (let i = 0; i < I; i++)
      for (let k = 0; k < K; k++) {
        let z = 0;
        for (let j = 0; j < J; j++) z += a[i * J + j] * b[j * K + k];
        x[rows[i] + cols[k]] += z;
      }
  },
};
