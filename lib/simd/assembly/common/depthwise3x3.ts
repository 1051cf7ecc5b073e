/**
 * Depthwise convolutions with filters of 3×3, the usual ones: four channels at a time, whose nine weights stay in
 * the processor, so that a number of x is read once for all its taps of a row, not once for each.
 */
import { pitch } from "./wholeVectors";

/** Whether `rows3x3` computes rows of J results of rows of W numbers, in less time: short ones do not repay the weights. */
export function takes3x3(P: i32, Q: i32, W: i32, J: i32, stride: i32, left: i32): bool {
  if (P !== 3 || Q !== 3 || J < (stride === 1 ? 8 : 6) || left < 0) return false;
  const reach = W + left; // with stride 1, J is this less two, and what is beyond on the right
  return stride === 1 ? left <= 2 && J >= reach - 2 && J <= reach : stride === 2 && left <= 1;
}

/** How many numbers of x stay in the nearest cache, beside those of y. */
const NEAR: i32 = 3072;

/** How many rows from `start` on `rows3x3` had best compute together: of those whose taps all exist, or one. */
export function rowsTogether(H: i32, W: i32, K: i32, start: i32, stride: i32): i32 {
  return start < 0 ? 1 : max(1, min(NEAR / (W * K), (H - 3 - start) / stride + 1));
}

/**
 * y[i,j,k] = Σ_pq x[start+i·stride+p, j·strideWidth+q−left, k] · w[p,q,k] for i below `count`, j below J and k below K
 *
 * over the elements of x [H,W,K] that exist, which are those of the same p for all i; w [4,3,`pitch(K)`], with a row of
 * zeros. Of less than four channels it reads and writes up to three numbers past the ends.
 */
export function rows3x3(
  x: usize,
  H: i32,
  W: i32,
  K: i32,
  start: i32,
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
  const row = <usize>W * pixel;
  // Pointers that move with the channels: what stays the same, V8 would compute in each turn of the loop. A row that
  // does not exist has weights of zero, for numbers of one that does.
  let x0 = x + <usize>inside(start, H) * row;
  let x1 = x + <usize>inside(start + 1, H) * row;
  let x2 = x + <usize>inside(start + 2, H) * row;
  let at0 = w + 3 * tap * <usize>(start >= 0 && start < H ? 0 : 3);
  let at1 = w + 3 * tap * <usize>(start >= -1 && start < H - 1 ? 1 : 3);
  let at2 = w + 3 * tap * <usize>(start >= -2 && start < H - 2 ? 2 : 3);
  for (let rest = K; rest > 0; ) {
    const w00 = v128.load(at0);
    const w01 = v128.load(at0 + tap);
    const w02 = v128.load(at0 + 2 * tap);
    const w10 = v128.load(at1);
    const w11 = v128.load(at1 + tap);
    const w12 = v128.load(at1 + 2 * tap);
    const w20 = v128.load(at2);
    const w21 = v128.load(at2 + tap);
    const w22 = v128.load(at2 + 2 * tap);
    let from0 = x0;
    let from1 = x1;
    let from2 = x2;
    let result = y;
    for (let i = count; i > 0; i--) {
      let a0 = from0;
      let a1 = from1;
      let a2 = from2;
      let to = result;
      from0 += <usize>stride * row;
      from1 += <usize>stride * row;
      from2 += <usize>stride * row;
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
    x0 += step;
    x1 += step;
    x2 += step;
    at0 += step;
    at1 += step;
    at2 += step;
    y += step;
  }
}

/** The existing row that is nearest to a row. */
function inside(row: i32, H: i32): i32 {
  return min(max(row, 0), H - 1);
}

function column(v0: v128, w0: v128, v1: v128, w1: v128, v2: v128, w2: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(v0, w0), f32x4.mul(v1, w1)), f32x4.mul(v2, w2));
}
