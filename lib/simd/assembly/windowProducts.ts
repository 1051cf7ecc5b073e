/**
 * The arithmetic of `OpConv2DMatmul` in 128-bit vectors, two float64 numbers at a time.
 * AssemblyScript, compiled by `npm run assemble`.
 *
 * Arguments are addresses of matrices, row by row, and their sizes; `rows` [I] and `cols` [K] hold
 * int32 numbers, all else float64.
 */

/**
 * out[i,j] = Σ_k x[rows[i] + cols[k]] · b[k,j], with b [K,J] and out [I,J].
 *
 * A tile of 4×4 sums stays in registers while k runs, so that each number read takes part in four.
 * Where fewer than four rows are left, the last is computed repeatedly.
 */
export function product(
  x: usize,
  rows: usize,
  I: i32,
  cols: usize,
  K: i32,
  b: usize,
  J: i32,
  out: usize,
): void {
  const J4 = J & ~3;
  for (let i0 = 0; i0 < I; i0 += 4) {
    const i1 = min(i0 + 1, I - 1);
    const i2 = min(i0 + 2, I - 1);
    const i3 = min(i0 + 3, I - 1);
    const x0 = f64At(x, i32Of(rows, i0));
    const x1 = f64At(x, i32Of(rows, i1));
    const x2 = f64At(x, i32Of(rows, i2));
    const x3 = f64At(x, i32Of(rows, i3));
    for (let j = 0; j < J4; j += 4) {
      let z0 = f64x2.splat(0);
      let z1 = f64x2.splat(0);
      let z2 = f64x2.splat(0);
      let z3 = f64x2.splat(0);
      let w0 = f64x2.splat(0);
      let w1 = f64x2.splat(0);
      let w2 = f64x2.splat(0);
      let w3 = f64x2.splat(0);
      for (let k = 0; k < K; k++) {
        const col = i32Of(cols, k);
        const bk = f64At(b, k * J + j);
        const b0 = v128.load(bk);
        const b1 = v128.load(bk, 16);
        const a0 = v128.load_splat<f64>(f64At(x0, col));
        const a1 = v128.load_splat<f64>(f64At(x1, col));
        const a2 = v128.load_splat<f64>(f64At(x2, col));
        const a3 = v128.load_splat<f64>(f64At(x3, col));
        z0 = f64x2.add(z0, f64x2.mul(a0, b0));
        w0 = f64x2.add(w0, f64x2.mul(a0, b1));
        z1 = f64x2.add(z1, f64x2.mul(a1, b0));
        w1 = f64x2.add(w1, f64x2.mul(a1, b1));
        z2 = f64x2.add(z2, f64x2.mul(a2, b0));
        w2 = f64x2.add(w2, f64x2.mul(a2, b1));
        z3 = f64x2.add(z3, f64x2.mul(a3, b0));
        w3 = f64x2.add(w3, f64x2.mul(a3, b1));
      }
      store4(f64At(out, i0 * J + j), z0, w0);
      store4(f64At(out, i1 * J + j), z1, w1);
      store4(f64At(out, i2 * J + j), z2, w2);
      store4(f64At(out, i3 * J + j), z3, w3);
    }
  }
  for (let i = 0; i < I; i++) {
    const xi = f64At(x, i32Of(rows, i));
    for (let j = J4; j < J; j++) {
      let z: f64 = 0;
      for (let k = 0; k < K; k++) {
        z += load<f64>(f64At(xi, i32Of(cols, k))) * load<f64>(f64At(b, k * J + j));
      }
      store<f64>(f64At(out, i * J + j), z);
    }
  }
}

/** x[rows[i] + cols[k]] += from[i,k], with from [I,K]. */
export function scatter(from: usize, rows: usize, I: i32, cols: usize, K: i32, x: usize): void {
  for (let i = 0; i < I; i++) {
    const xi = f64At(x, i32Of(rows, i));
    for (let k = 0; k < K; k++) {
      const to = f64At(xi, i32Of(cols, k));
      store<f64>(to, load<f64>(to) + load<f64>(f64At(from, i * K + k)));
    }
  }
}

function f64At(address: usize, index: i32): usize {
  return address + ((<usize>index) << 3);
}

function i32Of(address: usize, index: i32): i32 {
  return load<i32>(address + ((<usize>index) << 2));
}

function store4(address: usize, first: v128, last: v128): void {
  v128.store(address, first);
  v128.store(address, last, 16);
}
