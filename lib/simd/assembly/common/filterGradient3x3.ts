import { vectors } from "./wholeVectors";

/**
 * dw[p,q,k] += Σ_ij x[i·stride+p, j·strideWidth+q−left, k] · dy[i,j,k] for i below `count`
 *
 * over the columns of x that exist and dy [`count`,J,K], for a `left` of at most J, and with stride 2 of 1; `rows` as of
 * `rowAddresses`, dw [3,3,K] in whole vectors, `zeros` four. The nine sums of four channels at a time stay in the processor
 * over these rows, so that a number of x is read once for its three taps of a row, and a slope once for all nine.
 */
export function addRows3x3(
  rows: usize,
  W: i32,
  K: i32,
  dy: usize,
  count: i32,
  J: i32,
  stride: i32,
  strideWidth: i32,
  left: i32,
  dw: usize,
  zeros: usize,
): void {
  const pixel = (<usize>K) << 2;
  const pairs = min((W - left) >> 1, J - left); // of columns of x, with stride 2
  const slopesRow = <usize>J * pixel;
  const tap = (<usize>vectors(K)) << 2;
  for (let k: usize = 0; k < tap; k += 16) {
    const to = dw + k;
    let z00 = v128.load(to);
    let z01 = v128.load(to + tap);
    let z02 = v128.load(to + 2 * tap);
    let z10 = v128.load(to + 3 * tap);
    let z11 = v128.load(to + 4 * tap);
    let z12 = v128.load(to + 5 * tap);
    let z20 = v128.load(to + 6 * tap);
    let z21 = v128.load(to + 7 * tap);
    let z22 = v128.load(to + 8 * tap);
    let slopes = dy + k;
    let next = rows;
    let last = slopes + slopesRow;
    let border = slopes + <usize>(left + (strideWidth === 1 ? W : pairs)) * pixel;
    for (let i = count; i > 0; i--) {
      let a0 = load<usize>(next) + k;
      let a1 = load<usize>(next, 4) + k;
      let a2 = load<usize>(next, 8) + k;
      next += (<usize>stride) << 2;
      if (strideWidth === 1) {
        // a column of x meets the slope that it is the first tap of, and the two to its left
        let d = slopes + <usize>left * pixel;
        let d1 = left >= 1 ? v128.load(d - pixel) : f32x4.splat(0);
        let d2 = left >= 2 ? v128.load(d - 2 * pixel) : f32x4.splat(0);
        const whole = min(border, last);
        for (; d < whole; d += pixel) {
          const d0 = v128.load(d);
          // a block for each row, by a condition that always holds: all three numbers at once would leave no register for
          // the ninth sum
          if (a0) {
            const v = v128.load(a0);
            z00 = f32x4.add(z00, f32x4.mul(v, d0));
            z01 = f32x4.add(z01, f32x4.mul(v, d1));
            z02 = f32x4.add(z02, f32x4.mul(v, d2));
          }
          if (a1) {
            const v = v128.load(a1);
            z10 = f32x4.add(z10, f32x4.mul(v, d0));
            z11 = f32x4.add(z11, f32x4.mul(v, d1));
            z12 = f32x4.add(z12, f32x4.mul(v, d2));
          }
          if (a2) {
            const v = v128.load(a2);
            z20 = f32x4.add(z20, f32x4.mul(v, d0));
            z21 = f32x4.add(z21, f32x4.mul(v, d1));
            z22 = f32x4.add(z22, f32x4.mul(v, d2));
          }
          d2 = d1;
          d1 = d0;
          a0 += pixel;
          a1 += pixel;
          a2 += pixel;
        }
        // the columns that meet no slope of their own
        for (; d < border; d += pixel) {
          if (a0) {
            const v = v128.load(a0);
            z01 = f32x4.add(z01, f32x4.mul(v, d1));
            z02 = f32x4.add(z02, f32x4.mul(v, d2));
          }
          if (a1) {
            const v = v128.load(a1);
            z11 = f32x4.add(z11, f32x4.mul(v, d1));
            z12 = f32x4.add(z12, f32x4.mul(v, d2));
          }
          if (a2) {
            const v = v128.load(a2);
            z21 = f32x4.add(z21, f32x4.mul(v, d1));
            z22 = f32x4.add(z22, f32x4.mul(v, d2));
          }
          d2 = d1;
          d1 = f32x4.splat(0);
          a0 += pixel;
          a1 += pixel;
          a2 += pixel;
        }
      } else {
        // a slope meets three columns of x, the last of them with the next slope too
        let d = slopes;
        let d1 = f32x4.splat(0);
        if (left) {
          d1 = v128.load(d);
          if (a0) {
            z01 = f32x4.add(z01, f32x4.mul(v128.load(a0), d1));
          }
          if (a1) {
            z11 = f32x4.add(z11, f32x4.mul(v128.load(a1), d1));
          }
          if (a2) {
            z21 = f32x4.add(z21, f32x4.mul(v128.load(a2), d1));
          }
          d += pixel;
          a0 += pixel;
          a1 += pixel;
          a2 += pixel;
        }
        for (; d < border; d += pixel) {
          const d0 = v128.load(d);
          if (a0) {
            const v = v128.load(a0);
            z00 = f32x4.add(z00, f32x4.mul(v, d0));
            z02 = f32x4.add(z02, f32x4.mul(v, d1));
            z01 = f32x4.add(z01, f32x4.mul(v128.load(a0 + pixel), d0));
          }
          if (a1) {
            const v = v128.load(a1);
            z10 = f32x4.add(z10, f32x4.mul(v, d0));
            z12 = f32x4.add(z12, f32x4.mul(v, d1));
            z11 = f32x4.add(z11, f32x4.mul(v128.load(a1 + pixel), d0));
          }
          if (a2) {
            const v = v128.load(a2);
            z20 = f32x4.add(z20, f32x4.mul(v, d0));
            z22 = f32x4.add(z22, f32x4.mul(v, d1));
            z21 = f32x4.add(z21, f32x4.mul(v128.load(a2 + pixel), d0));
          }
          d1 = d0;
          a0 += 2 * pixel;
          a1 += 2 * pixel;
          a2 += 2 * pixel;
        }
        if (left + 2 * pairs < W) {
          const d0 = v128.load(select(d, zeros, d < last));
          if (a0) {
            const v = v128.load(a0);
            z00 = f32x4.add(z00, f32x4.mul(v, d0));
            z02 = f32x4.add(z02, f32x4.mul(v, d1));
          }
          if (a1) {
            const v = v128.load(a1);
            z10 = f32x4.add(z10, f32x4.mul(v, d0));
            z12 = f32x4.add(z12, f32x4.mul(v, d1));
          }
          if (a2) {
            const v = v128.load(a2);
            z20 = f32x4.add(z20, f32x4.mul(v, d0));
            z22 = f32x4.add(z22, f32x4.mul(v, d1));
          }
        }
      }
      slopes += slopesRow;
      last += slopesRow;
      border += slopesRow;
    }
    v128.store(to, z00);
    v128.store(to + tap, z01);
    v128.store(to + 2 * tap, z02);
    v128.store(to + 3 * tap, z10);
    v128.store(to + 4 * tap, z11);
    v128.store(to + 5 * tap, z12);
    v128.store(to + 6 * tap, z20);
    v128.store(to + 7 * tap, z21);
    v128.store(to + 8 * tap, z22);
  }
}
