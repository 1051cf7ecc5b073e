/**
 * What training does beside products, in 128-bit vectors, four float32 numbers at a time, on tensors
 * where they lie in the memory of TensorFlow.js. AssemblyScript, compiled by `npm run assemble`.
 *
 * Arguments are addresses of float32 tensors, row by row, and their sizes; C channels come last.
 */

/** Rows that are summed before the sum joins those of the rows above, which keeps rounding small. */
const BLOCK: i32 = 64;

/** dx[i] = dy[i] where x[i] > 0, else 0. */
export function reluGradient(dy: usize, x: usize, size: i32, dx: usize): void {
  const vectors = ((<usize>size) << 2) & ~15;
  const end = (<usize>size) << 2;
  let i: usize = 0;
  for (; i < vectors; i += 16) {
    const positive = f32x4.gt(v128.load(x + i), f32x4.splat(0));
    v128.store(dx + i, v128.and(v128.load(dy + i), positive));
  }
  for (; i < end; i += 4) store<f32>(dx + i, load<f32>(x + i) > 0 ? load<f32>(dy + i) : 0);
}

/** y[r,c] ← max(y[r,c] + bias[c], least), with y [R,C]; without bias (address 0) it is zero. */
export function addBias(y: usize, R: i32, C: i32, bias: usize, least: f32): void {
  const row = (<usize>C) << 2;
  const vectors = row & ~15;
  for (const end = y + <usize>R * row; y < end; y += row) {
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const shift = bias ? v128.load(bias + c) : f32x4.splat(0);
      const sum = f32x4.add(v128.load(y + c), shift);
      v128.store(y + c, f32x4.max(sum, f32x4.splat(least)));
    }
    for (; c < row; c += 4) {
      const shift: f32 = bias ? load<f32>(bias + c) : 0;
      store<f32>(y + c, max<f32>(load<f32>(y + c) + shift, least));
    }
  }
}

/** sums[g,c] = Σ_r x[g,r,c] / divisor, with x [G,R,C]. */
export function sumRows(x: usize, G: i32, R: i32, C: i32, divisor: f32, sums: usize): void {
  const row = (<usize>C) << 2;
  const vectors = row & ~15;
  memory.fill(sums, 0, <usize>G * row);
  for (let g = 0; g < G; g++, sums += row) {
    for (let r = 0; r < R; r += BLOCK) {
      const end = x + <usize>min(BLOCK, R - r) * row;
      let c: usize = 0;
      for (; c < vectors; c += 16) {
        let sum = f32x4.splat(0);
        for (let at = x; at < end; at += row) sum = f32x4.add(sum, v128.load(at + c));
        v128.store(sums + c, f32x4.add(v128.load(sums + c), sum));
      }
      for (; c < row; c += 4) {
        let sum: f32 = 0;
        for (let at = x; at < end; at += row) sum += load<f32>(at + c);
        store<f32>(sums + c, load<f32>(sums + c) + sum);
      }
      x = end;
    }
    for (let c: usize = 0; c < row; c += 4) store<f32>(sums + c, load<f32>(sums + c) / divisor);
  }
}

/** x[g,r,c] = sums[g,c] / divisor, with x [G,R,C]. */
export function repeatRows(sums: usize, G: i32, R: i32, C: i32, divisor: f32, x: usize): void {
  const row = (<usize>C) << 2;
  for (let g = 0; g < G; g++, sums += row) {
    for (let c: usize = 0; c < row; c += 4) store<f32>(x + c, load<f32>(sums + c) / divisor);
    const end = x + <usize>R * row;
    for (let to = x + row; to < end; to += row) memory.copy(to, x, row);
    x = end;
  }
}

/** sums[c] = Σ_r dy[r,c] · (x[r,c] − mean[c]), with x and dy [R,C]. */
export function deviationSums(x: usize, dy: usize, R: i32, C: i32, mean: usize, sums: usize): void {
  const row = (<usize>C) << 2;
  const vectors = row & ~15;
  memory.fill(sums, 0, row);
  for (let r = 0; r < R; r += BLOCK) {
    const size = <usize>min(BLOCK, R - r) * row;
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const m = v128.load(mean + c);
      let sum = f32x4.splat(0);
      for (let at = c; at < size; at += row) {
        const deviation = f32x4.sub(v128.load(x + at), m);
        sum = f32x4.add(sum, f32x4.mul(v128.load(dy + at), deviation));
      }
      v128.store(sums + c, f32x4.add(v128.load(sums + c), sum));
    }
    for (; c < row; c += 4) {
      const m = load<f32>(mean + c);
      let sum: f32 = 0;
      for (let at = c; at < size; at += row) sum += load<f32>(dy + at) * (load<f32>(x + at) - m);
      store<f32>(sums + c, load<f32>(sums + c) + sum);
    }
    x += size;
    dy += size;
  }
}

/**
 * y[r,c] = (x[r,c] − mean[c]) · factor[c] + offset[c] with factor = scale / √(variance + epsilon);
 * x and y [R,C]. Without scale and offset (address 0) they are ones and zeros. `scratch` is for 2·C
 * numbers.
 */
export function normalize(
  x: usize,
  R: i32,
  C: i32,
  mean: usize,
  variance: usize,
  epsilon: f32,
  offset: usize,
  scale: usize,
  y: usize,
  scratch: usize,
): void {
  const row = (<usize>C) << 2;
  const vectors = row & ~15;
  const factor = scratch;
  const shift = scratch + row;
  for (let c: usize = 0; c < row; c += 4) {
    const one: f32 = scale ? load<f32>(scale + c) : 1;
    store<f32>(factor + c, one / sqrt<f32>(load<f32>(variance + c) + epsilon));
    store<f32>(shift + c, offset ? load<f32>(offset + c) : 0);
  }
  for (const end = x + <usize>R * row; x < end; x += row, y += row) {
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const deviation = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      const product = f32x4.mul(deviation, v128.load(factor + c));
      v128.store(y + c, f32x4.add(product, v128.load(shift + c)));
    }
    for (; c < row; c += 4) {
      const deviation = load<f32>(x + c) - load<f32>(mean + c);
      store<f32>(y + c, deviation * load<f32>(factor + c) + load<f32>(shift + c));
    }
  }
}
