/**
 * What training does beside products, in 128-bit vectors, four float32 numbers at a time, on tensors
 * where they lie in the memory of TensorFlow.js. AssemblyScript, compiled by `npm run assemble`.
 *
 * Arguments are addresses of float32 tensors, row by row, and their sizes; C channels come last.
 */

/** Rows that are summed before the sum joins those of the rows above, which keeps rounding small. */
const BLOCK: i32 = 64;

/** dx[i] = dy[i] where x[i] > 0, else 0, for i from `first` to before `end`. */
export function reluGradient(
  dy: usize,
  x: usize,
  dx: usize,
  first: i32,
  end: i32,
  _scratch: usize,
): void {
  let i = (<usize>first) << 2;
  const size = (<usize>end) << 2;
  for (; i + 16 <= size; i += 16) {
    const positive = f32x4.gt(v128.load(x + i), f32x4.splat(0));
    v128.store(dx + i, v128.and(v128.load(dy + i), positive));
  }
  for (; i < size; i += 4) store<f32>(dx + i, load<f32>(x + i) > 0 ? load<f32>(dy + i) : 0);
}

/**
 * y[r,c] = max(x[r,c] + bias[c], least), with x and y [R,C]; without bias (address 0) it is zero. Only
 * rows from `first` to before `end` are computed.
 */
export function addBias(
  x: usize,
  C: i32,
  bias: usize,
  least: f32,
  y: usize,
  first: i32,
  end: i32,
  _scratch: usize,
): void {
  const row = (<usize>C) << 2;
  const vectors = row & ~15;
  const apart = y - x;
  const last = x + <usize>end * row;
  for (x += <usize>first * row; x < last; x += row) {
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const shift = bias ? v128.load(bias + c) : f32x4.splat(0);
      const sum = f32x4.add(v128.load(x + c), shift);
      v128.store(x + apart + c, f32x4.max(sum, f32x4.splat(least)));
    }
    for (; c < row; c += 4) {
      const shift: f32 = bias ? load<f32>(bias + c) : 0;
      store<f32>(x + apart + c, max<f32>(load<f32>(x + c) + shift, least));
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

/** variance[c] = Σ_r (x[r,c] − mean[c])² / R, with x [R,C]. */
export function varianceOf(x: usize, R: i32, C: i32, mean: usize, variance: usize): void {
  const row = (<usize>C) << 2;
  const vectors = row & ~15;
  memory.fill(variance, 0, row);
  for (let r = 0; r < R; r += BLOCK) {
    const size = <usize>min(BLOCK, R - r) * row;
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const m = v128.load(mean + c);
      let sum = f32x4.splat(0);
      for (let at = c; at < size; at += row) {
        const deviation = f32x4.sub(v128.load(x + at), m);
        sum = f32x4.add(sum, f32x4.mul(deviation, deviation));
      }
      v128.store(variance + c, f32x4.add(v128.load(variance + c), sum));
    }
    for (; c < row; c += 4) {
      let sum: f32 = 0;
      for (let at = c; at < size; at += row) {
        const deviation = load<f32>(x + at) - load<f32>(mean + c);
        sum += deviation * deviation;
      }
      store<f32>(variance + c, load<f32>(variance + c) + sum);
    }
    x += size;
  }
  for (let c: usize = 0; c < row; c += 4) {
    store<f32>(variance + c, load<f32>(variance + c) / <f32>R);
  }
}

/**
 * sums[c] = Σ_r dy[r,c] and products[c] = Σ_r dy[r,c] · (x[r,c] − mean[c]), with x and dy [R,C].
 */
export function deviationSums(
  x: usize,
  dy: usize,
  R: i32,
  C: i32,
  mean: usize,
  sums: usize,
  products: usize,
): void {
  const row = (<usize>C) << 2;
  const vectors = row & ~15;
  memory.fill(sums, 0, row);
  memory.fill(products, 0, row);
  for (let r = 0; r < R; r += BLOCK) {
    const size = <usize>min(BLOCK, R - r) * row;
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const m = v128.load(mean + c);
      let sum = f32x4.splat(0);
      let product = f32x4.splat(0);
      for (let at = c; at < size; at += row) {
        const slope = v128.load(dy + at);
        const deviation = f32x4.sub(v128.load(x + at), m);
        sum = f32x4.add(sum, slope);
        product = f32x4.add(product, f32x4.mul(slope, deviation));
      }
      v128.store(sums + c, f32x4.add(v128.load(sums + c), sum));
      v128.store(products + c, f32x4.add(v128.load(products + c), product));
    }
    for (; c < row; c += 4) {
      const m = load<f32>(mean + c);
      let sum: f32 = 0;
      let product: f32 = 0;
      for (let at = c; at < size; at += row) {
        sum += load<f32>(dy + at);
        product += load<f32>(dy + at) * (load<f32>(x + at) - m);
      }
      store<f32>(sums + c, load<f32>(sums + c) + sum);
      store<f32>(products + c, load<f32>(products + c) + product);
    }
    x += size;
    dy += size;
  }
}

/**
 * y[r,c] = (x[r,c] − mean[c]) · factor[c] + offset[c] with factor = scale / √(variance + epsilon);
 * x and y [R,C]. Without scale and offset (address 0) they are ones and zeros. Only rows from `first` to
 * before `end` are computed. `scratch` is for 2·C numbers.
 */
export function normalize(
  x: usize,
  C: i32,
  mean: usize,
  variance: usize,
  epsilon: f32,
  offset: usize,
  scale: usize,
  y: usize,
  first: i32,
  end: i32,
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
  const apart = y - x;
  const last = x + <usize>end * row;
  for (x += <usize>first * row; x < last; x += row) {
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const deviation = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      const product = f32x4.mul(deviation, v128.load(factor + c));
      v128.store(x + apart + c, f32x4.add(product, v128.load(shift + c)));
    }
    for (; c < row; c += 4) {
      const deviation = load<f32>(x + c) - load<f32>(mean + c);
      store<f32>(x + apart + c, deviation * load<f32>(factor + c) + load<f32>(shift + c));
    }
  }
}

/**
 * The gradient of `normalize` where mean and variance are those of x over its R rows:
 *
 *     dx[r,c] = scale·s · (dy[r,c] − sums[c]/R − (x[r,c] − mean[c]) · s² · products[c]/R)
 *
 * with s = 1/√(variance + epsilon), and the sums of `deviationSums`; x, dy and dx [R,C]. Only rows from
 * `first` to before `end` are computed. `scratch` is for 3·C numbers.
 */
export function normalizeGradient(
  x: usize,
  dy: usize,
  R: i32,
  C: i32,
  mean: usize,
  variance: usize,
  epsilon: f32,
  scale: usize,
  sums: usize,
  products: usize,
  dx: usize,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  const row = (<usize>C) << 2;
  const vectors = row & ~15;
  const slope = scratch;
  const inX = scratch + row;
  const shift = scratch + 2 * row;
  for (let c: usize = 0; c < row; c += 4) {
    const spread = load<f32>(variance + c) + epsilon;
    const factor = load<f32>(scale + c) / sqrt<f32>(spread);
    store<f32>(slope + c, factor);
    store<f32>(inX + c, (-factor * (load<f32>(products + c) / <f32>R)) / spread);
    store<f32>(shift + c, -factor * (load<f32>(sums + c) / <f32>R));
  }
  const start = <usize>first * row;
  const size = <usize>end * row;
  for (let r = start; r < size; r += row) {
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const deviation = f32x4.sub(v128.load(x + r + c), v128.load(mean + c));
      const own = f32x4.mul(v128.load(dy + r + c), v128.load(slope + c));
      const others = f32x4.add(f32x4.mul(deviation, v128.load(inX + c)), v128.load(shift + c));
      v128.store(dx + r + c, f32x4.add(own, others));
    }
    for (; c < row; c += 4) {
      const deviation = load<f32>(x + r + c) - load<f32>(mean + c);
      const others = deviation * load<f32>(inX + c) + load<f32>(shift + c);
      store<f32>(dx + r + c, load<f32>(dy + r + c) * load<f32>(slope + c) + others);
    }
  }
}
