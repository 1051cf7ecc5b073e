/** AssemblyScript: how fast a processor multiplies and adds four float32 numbers at a time. */

/** Twelve sums of four that do not wait for each other, and read nothing; 48 multiply-adds a round. */
export function multiplyAdd(rounds: i32, by: f32): f32 {
  const x = f32x4.splat(by);
  const y = f32x4.splat(1 - by);
  let a = x;
  let b = y;
  let c = x;
  let d = y;
  let e = x;
  let f = y;
  let g = x;
  let h = y;
  let i = x;
  let j = y;
  let k = x;
  let l = y;
  for (let round = 0; round < rounds; round++) {
    a = f32x4.add(f32x4.mul(a, x), y);
    b = f32x4.add(f32x4.mul(b, x), y);
    c = f32x4.add(f32x4.mul(c, x), y);
    d = f32x4.add(f32x4.mul(d, x), y);
    e = f32x4.add(f32x4.mul(e, x), y);
    f = f32x4.add(f32x4.mul(f, x), y);
    g = f32x4.add(f32x4.mul(g, x), y);
    h = f32x4.add(f32x4.mul(h, x), y);
    i = f32x4.add(f32x4.mul(i, x), y);
    j = f32x4.add(f32x4.mul(j, x), y);
    k = f32x4.add(f32x4.mul(k, x), y);
    l = f32x4.add(f32x4.mul(l, x), y);
  }
  const sum = f32x4.add(
    f32x4.add(f32x4.add(a, b), f32x4.add(c, d)),
    f32x4.add(
      f32x4.add(f32x4.add(e, f), f32x4.add(g, h)),
      f32x4.add(f32x4.add(i, j), f32x4.add(k, l)),
    ),
  );
  return f32x4.extract_lane(sum, 0);
}

/** Factors of 32 steps: four of one side, eight of the other. */
const factors: usize = memory.data(32 * 48, 16);

/**
 * As it multiplies and adds in a product of matrices: a tile of 4×8 sums, in each step of which four
 * numbers meet eight that are read from the nearest cache; 32 multiply-adds a step, 32 steps a round.
 */
export function readAndMultiplyAdd(rounds: i32): f32 {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (let round = 0; round < rounds; round++) {
    let left = factors;
    let right = factors + 32 * 16;
    const end = factors + 32 * 48;
    do {
      const x = v128.load(right);
      const y = v128.load(right, 16);
      const p = v128.load_splat<f32>(left);
      a = f32x4.add(a, f32x4.mul(p, x));
      b = f32x4.add(b, f32x4.mul(p, y));
      const q = v128.load_splat<f32>(left, 4);
      c = f32x4.add(c, f32x4.mul(q, x));
      d = f32x4.add(d, f32x4.mul(q, y));
      const r = v128.load_splat<f32>(left, 8);
      e = f32x4.add(e, f32x4.mul(r, x));
      f = f32x4.add(f, f32x4.mul(r, y));
      const s = v128.load_splat<f32>(left, 12);
      g = f32x4.add(g, f32x4.mul(s, x));
      h = f32x4.add(h, f32x4.mul(s, y));
      left += 16;
      right += 32;
      if (right >= end) break;
      const X = v128.load(right);
      const Y = v128.load(right, 16);
      const P = v128.load_splat<f32>(left);
      a = f32x4.add(a, f32x4.mul(P, X));
      b = f32x4.add(b, f32x4.mul(P, Y));
      const Q = v128.load_splat<f32>(left, 4);
      c = f32x4.add(c, f32x4.mul(Q, X));
      d = f32x4.add(d, f32x4.mul(Q, Y));
      const R = v128.load_splat<f32>(left, 8);
      e = f32x4.add(e, f32x4.mul(R, X));
      f = f32x4.add(f, f32x4.mul(R, Y));
      const S = v128.load_splat<f32>(left, 12);
      g = f32x4.add(g, f32x4.mul(S, X));
      h = f32x4.add(h, f32x4.mul(S, Y));
      left += 16;
      right += 32;
    } while (right < end);
  }
  const sum = f32x4.add(
    f32x4.add(f32x4.add(a, b), f32x4.add(c, d)),
    f32x4.add(f32x4.add(e, f), f32x4.add(g, h)),
  );
  return f32x4.extract_lane(sum, 0);
}
