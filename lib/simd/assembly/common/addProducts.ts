import { at } from "./at";
import { wide } from "./wholeVectors";

/** to[k] += Σ_j x[j,k] · dy[j,k] for j below `count`; rows of x are `step` numbers apart, of dy `slopesStep`. */
export function addProducts(
  x: usize,
  step: i32,
  dy: usize,
  slopesStep: i32,
  count: i32,
  K: i32,
  to: usize,
): void {
  if (count <= 0) return;
  const K16 = wide(K);
  const xs = (<usize>step) << 2;
  const ds = (<usize>slopesStep) << 2;
  for (let k = 0; k < K16; k += 16) {
    let a = at(x, k);
    let b = at(dy, k);
    const sums = at(to, k);
    let z0 = v128.load(sums);
    let z1 = v128.load(sums, 16);
    let z2 = v128.load(sums, 32);
    let z3 = v128.load(sums, 48);
    for (let j = count; j > 0; j--, a += xs, b += ds) {
      z0 = f32x4.add(z0, f32x4.mul(v128.load(a), v128.load(b)));
      z1 = f32x4.add(z1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
      z2 = f32x4.add(z2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
      z3 = f32x4.add(z3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
    }
    v128.store(sums, z0);
    v128.store(sums, z1, 16);
    v128.store(sums, z2, 32);
    v128.store(sums, z3, 48);
  }
  for (let k = K16; k < K; k += 4) {
    let a = at(x, k);
    let b = at(dy, k);
    let z0 = v128.load(at(to, k));
    let z1 = f32x4.splat(0);
    let z2 = f32x4.splat(0);
    let z3 = f32x4.splat(0);
    let j = count;
    for (; j >= 4; j -= 4, a += 4 * xs, b += 4 * ds) {
      z0 = f32x4.add(z0, f32x4.mul(v128.load(a), v128.load(b)));
      z1 = f32x4.add(z1, f32x4.mul(v128.load(a + xs), v128.load(b + ds)));
      z2 = f32x4.add(z2, f32x4.mul(v128.load(a + 2 * xs), v128.load(b + 2 * ds)));
      z3 = f32x4.add(z3, f32x4.mul(v128.load(a + 3 * xs), v128.load(b + 3 * ds)));
    }
    for (; j > 0; j--, a += xs, b += ds) z0 = f32x4.add(z0, f32x4.mul(v128.load(a), v128.load(b)));
    v128.store(at(to, k), f32x4.add(f32x4.add(z0, z1), f32x4.add(z2, z3)));
  }
}
