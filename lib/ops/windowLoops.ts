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

/** The products in plain loops, for where WebAssembly cannot run. */
export const windowLoops: WindowProducts = {
  product(x, rows, cols, b, out) {
    const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
    out.fill(0);
    for (let i = 0; i < I; i++) {
      for (let k = 0; k < K; k++) {
        const xik = x[rows[i] + cols[k]];
        for (let j = 0; j < J; j++) out[i * J + j] += xik * b[k * J + j];
      }
    }
  },

  addProduct(a, b, rows, cols, x) {
    const [I, K, J] = [rows.length, cols.length, b.length / cols.length];
    for (let i = 0; i < I; i++) {
      for (let k = 0; k < K; k++) {
        let z = 0;
        for (let j = 0; j < J; j++) z += a[i * J + j] * b[j * K + k];
        x[rows[i] + cols[k]] += z;
      }
    }
  },
};
