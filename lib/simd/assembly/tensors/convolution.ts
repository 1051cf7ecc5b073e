/**
 * Convolutions and their gradients in 128-bit vectors, four float32 numbers at a time, on tensors
 * where they lie in the memory of TensorFlow.js. AssemblyScript, compiled by `npm run assemble`.
 *
 * Arguments are addresses of float32 tensors, row by row, and their sizes. Sums are made for a tile
 * of 4×8 at a time, in registers, of factors that are packed into panels: the four or eight numbers
 * that meet all others stand side by side, zeros where there are fewer.
 */
import { at } from "../common/at";

/**
 * panels[b/8,k,a,b%8] = filter[k,a,b] for a filter [K,A,B], where one step in a is `aStride`
 * numbers and one in b `bStride`.
 *
 * @param turned whether k counts from the end
 */
export function packFilter(
  filter: usize,
  K: i32,
  A: i32,
  aStride: i32,
  B: i32,
  bStride: i32,
  turned: bool,
  panels: usize,
): void {
  for (let b0 = 0; b0 < B; b0 += 8) {
    const count = min(8, B - b0);
    for (let k = 0; k < K; k++) {
      let from = at(filter, (turned ? K - 1 - k : k) * A * B + b0 * bStride);
      for (let a = 0; a < A; a++, from = at(from, aStride), panels += 32) {
        if (count === 8 && bStride === 1) {
          v128.store(panels, v128.load(from));
          v128.store(panels, v128.load(from, 16), 16);
        } else {
          for (let b = 0; b < 8; b++)
            store<f32>(at(panels, b), b < count ? load<f32>(at(from, b * bStride)) : 0);
        }
      }
    }
  }
}

/** panel[k,r] = images[r,k] for r of 4 images of `size` numbers, of which there are `count`. */
function packImages(images: usize, count: i32, size: i32, panel: usize): void {
  const x1 = at(images, size * min(1, count - 1));
  const x2 = at(images, size * min(2, count - 1));
  const x3 = at(images, size * min(3, count - 1));
  const vectors = size & ~3;
  for (let k: usize = 0; k < (<usize>vectors) << 2; k += 16, panel += 64) {
    const a = v128.load(images + k);
    const b = v128.load(x1 + k);
    const c = v128.load(x2 + k);
    const d = v128.load(x3 + k);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(panel, v128.shuffle<i64>(ab, cd, 0, 2));
    v128.store(panel, v128.shuffle<i64>(ab, cd, 1, 3), 16);
    v128.store(panel, v128.shuffle<i64>(AB, CD, 0, 2), 32);
    v128.store(panel, v128.shuffle<i64>(AB, CD, 1, 3), 48);
  }
  for (let k = vectors; k < size; k++, panel += 16) {
    store<f32>(panel, load<f32>(at(images, k)));
    store<f32>(panel, load<f32>(at(x1, k)), 4);
    store<f32>(panel, load<f32>(at(x2, k)), 8);
    store<f32>(panel, load<f32>(at(x3, k)), 12);
  }
}

/**
 * tile[r,f] += Σ_ij a[i,j,r] · b[i,j,f] for r of 4 and f of 8, i below `rows` and j below `cols`.
 *
 * In a one step in i is `aRow` bytes and one in j `aCol`; in b they are `bRow` and 32.
 */
function accumulate(
  tile: usize,
  rows: i32,
  cols: i32,
  a: usize,
  aRow: i32,
  aCol: i32,
  b: usize,
  bRow: i32,
): void {
  let z0 = v128.load(tile);
  let v0 = v128.load(tile, 16);
  let z1 = v128.load(tile, 32);
  let v1 = v128.load(tile, 48);
  let z2 = v128.load(tile, 64);
  let v2 = v128.load(tile, 80);
  let z3 = v128.load(tile, 96);
  let v3 = v128.load(tile, 112);
  do {
    let aj = a;
    let bj = b;
    const end = b + (cols << 5);
    do {
      const b0 = v128.load(bj);
      const b1 = v128.load(bj, 16);
      const a0 = v128.load_splat<f32>(aj);
      z0 = f32x4.add(z0, f32x4.mul(a0, b0));
      v0 = f32x4.add(v0, f32x4.mul(a0, b1));
      const a1 = v128.load_splat<f32>(aj, 4);
      z1 = f32x4.add(z1, f32x4.mul(a1, b0));
      v1 = f32x4.add(v1, f32x4.mul(a1, b1));
      const a2 = v128.load_splat<f32>(aj, 8);
      z2 = f32x4.add(z2, f32x4.mul(a2, b0));
      v2 = f32x4.add(v2, f32x4.mul(a2, b1));
      const a3 = v128.load_splat<f32>(aj, 12);
      z3 = f32x4.add(z3, f32x4.mul(a3, b0));
      v3 = f32x4.add(v3, f32x4.mul(a3, b1));
      aj += aCol;
      bj += 32;
    } while (bj < end);
    a += aRow;
    b += bRow;
  } while (--rows > 0);
  v128.store(tile, z0);
  v128.store(tile, v0, 16);
  v128.store(tile, z1, 32);
  v128.store(tile, v1, 48);
  v128.store(tile, z2, 64);
  v128.store(tile, v2, 80);
  v128.store(tile, z3, 96);
  v128.store(tile, v3, 112);
}

/**
 * y[n,i,j,f] = Σ_pqc x[n, (i·stride+p−top)/spread, (j·stride+q−left)/spread, c] · w[p,q,c,f]
 *
 * over the p and q whose elements of x exist; x [N,H,W,C], w [P,Q,C,F] packed, y [N,I,J,F]. Only
 * images from `first` to before `end` are computed. `scratch` is for 4·HWC + 32 numbers.
 */
export function correlate(
  x: usize,
  H: i32,
  W: i32,
  C: i32,
  w: usize,
  P: i32,
  Q: i32,
  y: usize,
  I: i32,
  J: i32,
  F: i32,
  stride: i32,
  strideWidth: i32,
  spread: i32,
  spreadWidth: i32,
  top: i32,
  left: i32,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  const tile = scratch;
  const images = scratch + 128;
  const panelSize = P * Q * C * 8;
  for (let n = first; n < end; n += 4) {
    packImages(at(x, n * H * W * C), end - n, H * W * C, images);
    for (let f = 0, panel = w; f < F; f += 8, panel = at(panel, panelSize)) {
      for (let i = 0; i < I; i++) {
        const firstP = firstIn(i * stride - top, spread);
        const endP = min(P, (H - 1) * spread + 1 + top - i * stride);
        for (let j = 0; j < J; j++) {
          const firstQ = firstIn(j * strideWidth - left, spreadWidth);
          const endQ = min(Q, (W - 1) * spreadWidth + 1 + left - j * strideWidth);
          memory.fill(tile, 0, 128);
          if (firstP < endP && firstQ < endQ) {
            const rows = (endP - firstP + spread - 1) / spread;
            const row = (i * stride + firstP - top) / spread;
            const col = (j * strideWidth + firstQ - left) / spreadWidth;
            let a = images + (((row * W + col) * C) << 4);
            let b = panel + (((firstP * Q + firstQ) * C) << 5);
            if (spreadWidth === 1) {
              accumulate(
                tile,
                rows,
                (endQ - firstQ) * C,
                a,
                (W * C) << 4,
                16,
                b,
                (spread * Q * C) << 5,
              );
            } else {
              for (let q = firstQ; q < endQ; q += spreadWidth) {
                accumulate(tile, rows, C, a, (W * C) << 4, 16, b, (spread * Q * C) << 5);
                a += C << 4;
                b += (spreadWidth * C) << 5;
              }
            }
          }
          for (let r = 0; r < min(4, end - n); r++)
            unpack(tile + (r << 5), min(8, F - f), at(y, (((n + r) * I + i) * J + j) * F + f));
        }
      }
    }
  }
}

/** The first number from 0 whose sum with `start` is a multiple of `step` and not negative. */
function firstIn(start: i32, step: i32): i32 {
  if (start <= 0) return -start;
  const over = start % step;
  return over === 0 ? 0 : step - over;
}

/** Copies the first `count` of a panel's eight numbers. */
function unpack(from: usize, count: i32, to: usize): void {
  if (count === 8) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  } else {
    for (let f = 0; f < count; f++) store<f32>(at(to, f), load<f32>(at(from, f)));
  }
}

/**
 * dw[p,q,c,f] = Σ_nij x[n, i·stride+p−top, j·stride+q−left, c] · dy[n,i,j,f]
 *
 * over the i and j whose elements of x exist; x [N,H,W,C], dy [N,I,J,F], dw [P,Q,C,F]. Computed are
 * the blocks from `first` to before `end`, of PQ⌈C/4⌉, each of four c; of dw nothing else changes.
 *
 * `scratch` is for ⌈F/8⌉·8·I·J numbers and ⌈F/8⌉·32 for each block. Reads up to three numbers past
 * the end of x.
 */
export function filterGradient(
  x: usize,
  N: i32,
  H: i32,
  W: i32,
  C: i32,
  dy: usize,
  I: i32,
  J: i32,
  F: i32,
  dw: usize,
  Q: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  const blocks = (C + 3) >> 2;
  const panels = (F + 7) >> 3;
  const tiles = at(scratch, panels * 8 * I * J);
  memory.fill(tiles, 0, (panels * (end - first)) << 7);
  for (let n = 0; n < N; n++) {
    packFilter(at(dy, n * I * J * F), 1, I * J, F, F, 1, false, scratch);
    let tile = tiles;
    for (let block = first; block < end; block++) {
      const pq = block / blocks;
      const c = (block % blocks) << 2;
      const p = pq / Q;
      const q = pq % Q;
      const i = ceilDiv(max(0, top - p), stride);
      const j = ceilDiv(max(0, left - q), strideWidth);
      const rows = min(I, floorDiv(H - 1 + top - p, stride) + 1) - i;
      const cols = min(J, floorDiv(W - 1 + left - q, strideWidth) + 1) - j;
      const a = at(x, ((n * H + i * stride + p - top) * W + j * strideWidth + q - left) * C + c);
      for (let panel = 0; panel < panels; panel++, tile += 128) {
        if (rows <= 0 || cols <= 0) continue;
        const b = scratch + (((panel * I + i) * J + j) << 5);
        accumulate(tile, rows, cols, a, (stride * W * C) << 2, (strideWidth * C) << 2, b, J << 5);
      }
    }
  }
  let tile = tiles;
  for (let block = first; block < end; block++) {
    const c = (block % blocks) << 2;
    const to = at(dw, ((block / blocks) * C + c) * F);
    for (let f = 0; f < F; f += 8, tile += 128) {
      for (let r = 0; r < min(4, C - c); r++)
        unpack(tile + (r << 5), min(8, F - f), at(to, r * F + f));
    }
  }
}

function ceilDiv(a: i32, b: i32): i32 {
  return (a + b - 1) / b;
}

/** ⌊a / b⌋, of a ≥ −b too. */
function floorDiv(a: i32, b: i32): i32 {
  return a >= 0 ? a / b : -1;
}
