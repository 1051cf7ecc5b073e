/**
 * Depthwise convolutions with filters of 3×3, the usual ones: four channels at a time, whose nine weights stay in
 * the processor, so that a number of x is read once for all its taps of a row, not once for each.
 */
import { at } from "./at";

/** Whether `row3x3` computes rows of J results of rows of W numbers, in less time: short ones do not repay the weights. */
export function takes3x3(P: i32, Q: i32, W: i32, J: i32, stride: i32, left: i32): bool {
  if (P !== 3 || Q !== 3 || J < (stride === 1 ? 8 : 6) || left < 0) return false;
  const reach = W + left; // with stride 1, J is this less two, and what is beyond on the right
  return stride === 1 ? left <= 2 && J >= reach - 2 && J <= reach : stride === 2 && left <= 1;
}

/**
 * y[j,k] = Σ_pq x[start+p, j·stride+q−left, k] · w[p,q,k] for j below J and k below K, a multiple of 4, over the
 * elements of x [H,W,K] that exist; w [3,3,K].
 */
export function row3x3(
  x: usize,
  H: i32,
  W: i32,
  K: i32,
  start: i32,
  w: usize,
  stride: i32,
  left: i32,
  y: usize,
  J: i32,
): void {
  const pixel = (<usize>K) << 2;
  const first = start >= 0 && start < H;
  const second = start >= -1 && start < H - 1;
  const third = start >= -2 && start < H - 2;
  const filterRow: usize = 3 * pixel;
  const whole = <usize>(W + left - 2) * pixel; // of columns that end a sum, with stride 1
  const zero = f32x4.splat(0);
  // a row that does not exist has weights of zero, for numbers of one that does
  const x0 = at(x, inside(start, H) * W * K);
  const x1 = at(x, inside(start + 1, H) * W * K);
  const x2 = at(x, inside(start + 2, H) * W * K);
  for (let k: usize = 0; k < pixel; k += 16) {
    const at0 = w + k;
    const at1 = at0 + filterRow;
    const at2 = at1 + filterRow;
    let w00 = zero;
    let w01 = zero;
    let w02 = zero;
    let w10 = zero;
    let w11 = zero;
    let w12 = zero;
    let w20 = zero;
    let w21 = zero;
    let w22 = zero;
    if (first) {
      w00 = v128.load(at0);
      w01 = v128.load(at0 + pixel);
      w02 = v128.load(at0 + 2 * pixel);
    }
    if (second) {
      w10 = v128.load(at1);
      w11 = v128.load(at1 + pixel);
      w12 = v128.load(at1 + 2 * pixel);
    }
    if (third) {
      w20 = v128.load(at2);
      w21 = v128.load(at2 + pixel);
      w22 = v128.load(at2 + 2 * pixel);
    }
    let a0 = x0 + k;
    let a1 = x1 + k;
    let a2 = x2 + k;
    let to = y + k;
    if (stride === 1) {
      // a column ends the sum that began two columns before it, goes on with one, and begins one
      let ending = zero;
      let going = zero;
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
      for (const end = to + whole; to < end; to += pixel) {
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
      let sum = zero;
      if (left === 0) {
        sum = column(v128.load(a0), w00, v128.load(a1), w10, v128.load(a2), w20);
        a0 += pixel;
        a1 += pixel;
        a2 += pixel;
      }
      const pairs = min(J, (W + left - 1) >> 1); // of all three columns, but for the first one's
      for (let j = 0; j < pairs; j++, to += pixel) {
        const middle = column(v128.load(a0), w01, v128.load(a1), w11, v128.load(a2), w21);
        const v0 = v128.load(a0 + pixel);
        const v1 = v128.load(a1 + pixel);
        const v2 = v128.load(a2 + pixel);
        const last = column(v0, w02, v1, w12, v2, w22);
        v128.store(to, f32x4.add(f32x4.add(sum, middle), last));
        sum = column(v0, w00, v1, w10, v2, w20);
        a0 += 2 * pixel;
        a1 += 2 * pixel;
        a2 += 2 * pixel;
      }
      for (let j = pairs; j < J; j++, to += pixel) {
        if (2 * j - left + 1 < W) {
          const middle = column(v128.load(a0), w01, v128.load(a1), w11, v128.load(a2), w21);
          sum = f32x4.add(sum, middle);
        }
        v128.store(to, sum);
        sum = zero;
      }
    }
  }
}

/** The existing row that is nearest to a row. */
function inside(row: i32, H: i32): i32 {
  return min(max(row, 0), H - 1);
}

function column(v0: v128, w0: v128, v1: v128, w1: v128, v2: v128, w2: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(v0, w0), f32x4.mul(v1, w1)), f32x4.mul(v2, w2));
}
