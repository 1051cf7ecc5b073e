/** AssemblyScript: how fast a processor multiplies and adds four float32 numbers at a time. */

/** Twelve sums of four that do not wait for each other; 48 multiply-adds a round. */
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
