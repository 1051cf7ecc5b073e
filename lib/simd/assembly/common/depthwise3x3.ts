/**
 * Depthwise convolutions with filters of 3×3, the usual ones: four channels at a time, whose nine weights stay in
 * the processor, so that a number of x is read once for all its taps of a row, not once for each.
 */
import { pitch } from "./wholeVectors";

/** Whether `rows3x3` computes rows of J results of rows of W numbers, in less time: short ones do not repay the weights. */
export function takes3x3(P: i32, Q: i32, W: i32, J: i32, stride: i32, left: i32): bool {
  if (P !== 3 || Q !== 3 || J < (stride === 1 ? 4 : 6) || left < 0) return false;
  const reach = W + left; // with stride 1, J is this less two, and what is beyond on the right
  return stride === 1 ? left <= 2 && J >= reach - 2 && J <= reach : stride === 2 && left <= 1;
}

/**
 * y[i,j,k] = Σ_pq x[i·stride+p, j·strideWidth+q−left, k] · w[p,q,k] for i below `count`, j below J and k below K
 *
 * over the columns of x that exist; `rows` as of `rowAddresses`, w [3,3,`pitch(K)`]. Of less than four
 * channels it reads and writes up to three numbers past the ends.
 */
export function rows3x3(
  rows: usize,
  W: i32,
  K: i32,
  count: i32,
  w: usize,
  stride: i32,
  strideWidth: i32,
  left: i32,
  y: usize,
  J: i32,
): void {
  const pixel = (<usize>K) << 2;
  const tap = (<usize>pitch(K)) << 2;
  // Pointers that move with the channels: what stays the same, V8 would compute in each turn of the loop.
  let channel: usize = 0;
  for (let rest = K; rest > 0; ) {
    const w00 = v128.load(w);
    const w01 = v128.load(w + tap);
    const w02 = v128.load(w + 2 * tap);
    const w10 = v128.load(w + 3 * tap);
    const w11 = v128.load(w + 4 * tap);
    const w12 = v128.load(w + 5 * tap);
    const w20 = v128.load(w + 6 * tap);
    const w21 = v128.load(w + 7 * tap);
    const w22 = v128.load(w + 8 * tap);
    let next = rows;
    let result = y;
    for (let i = count; i > 0; i--) {
      let a0 = load<usize>(next) + channel;
      let a1 = load<usize>(next, 4) + channel;
      let a2 = load<usize>(next, 8) + channel;
      let to = result;
      next += (<usize>stride) << 2;
      result += <usize>J * pixel;
      if (strideWidth === 1) {
        // a column ends the sum that began two columns before it, goes on with one, and begins one
        let ending = f32x4.splat(0);
        let going = f32x4.splat(0);
        for (let j = left; j < 2; j++) {
          const v0 = v128.load(a0);
          const v1 = v128.load(a1);
          const v2 = v128.load(a2);
          ending = f32x4.add(going, column(v0, w01, v1, w11, v2, w21));
          going = column(v0, w00, v1, w10, v2, w20);
          a0 += pixel;
          a1 += pixel;
          a2 += pixel;
        }
        for (const end = to + <usize>(W + left - 2) * pixel; to < end; to += pixel) {
          const v0 = v128.load(a0);
          const v1 = v128.load(a1);
          const v2 = v128.load(a2);
          v128.store(to, f32x4.add(ending, column(v0, w02, v1, w12, v2, w22)));
          ending = f32x4.add(going, column(v0, w01, v1, w11, v2, w21));
          going = column(v0, w00, v1, w10, v2, w20);
          a0 += pixel;
          a1 += pixel;
          a2 += pixel;
        }
        if (W + left - 2 < J) v128.store(to, ending);
        if (W + left - 1 < J) v128.store(to + pixel, going);
      } else {
        let sum = f32x4.splat(0);
        if (left === 0) {
          sum = column(v128.load(a0), w00, v128.load(a1), w10, v128.load(a2), w20);
          a0 += pixel;
          a1 += pixel;
          a2 += pixel;
        }
        const pairs = min(J, (W + left - 1) >> 1); // of all three columns, but for the first one's
        for (const end = to + <usize>pairs * pixel; to < end; to += pixel) {
          const middle = column(v128.load(a0), w01, v128.load(a1), w11, v128.load(a2), w21);
          a0 += pixel;
          a1 += pixel;
          a2 += pixel;
          const v0 = v128.load(a0);
          const v1 = v128.load(a1);
          const v2 = v128.load(a2);
          const last = column(v0, w02, v1, w12, v2, w22);
          v128.store(to, f32x4.add(f32x4.add(sum, middle), last));
          sum = column(v0, w00, v1, w10, v2, w20);
          a0 += pixel;
          a1 += pixel;
          a2 += pixel;
        }
        if (2 * pairs - left + 1 < W) {
          sum = f32x4.add(sum, column(v128.load(a0), w01, v128.load(a1), w11, v128.load(a2), w21));
        }
        for (; to < result; to += pixel) {
          v128.store(to, sum);
          sum = f32x4.splat(0);
        }
      }
    }
    rest -= 4;
    const step = (<usize>min(4, rest)) << 2; // the last four are some of those before, where K is no multiple of 4
    channel += step;
    w += step;
    y += step;
  }
}

function column(v0: v128, w0: v128, v1: v128, w1: v128, v2: v128, w2: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(v0, w0), f32x4.mul(v1, w1)), f32x4.mul(v2, w2));
}
