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
 * numbers and one in b `bStride`. Only the k from `first` to before `end` are packed.
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
  first: i32,
  end: i32,
  _scratch: usize,
): void {
  for (let b0 = 0; b0 < B; b0 += 8) {
    const count = min(8, B - b0);
    panels = at(panels, first * A * 8);
    for (let k = first; k < end; k++) {
      let from = at(filter, (turned ? K - 1 - k : k) * A * B + b0 * bStride);
      for (let a = 0; a < A; a++, from = at(from, aStride), panels += 32) {
        if (count === 8 && bStride === 1) {
          v128.store(panels, v128.load(from));
          v128.store(panels, v128.load(from, 16), 16);
        } else {
          for (let b = 0; b < 8; b++) {
            store<f32>(at(panels, b), b < count ? load<f32>(at(from, b * bStride)) : 0);
          }
        }
      }
    }
    panels = at(panels, (K - end) * A * 8);
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
 * to[r,f] = from[r,f] + Σ_nij a[n,i,j,r] · b[n,i,j,f] for r of 4 and f of 8, n below `images`, i below
 * `rows` and j below `cols`.
 *
 * In a one step in n is `aImage` bytes, one in i `aRow` and one in j `aCol`; in b they are `bImage`, `bRow`
 * and 32. Two steps in j stand in one round, with a branch between them: V8 loads all that a block
 * without branches needs before it computes, and of two steps that is more than there are registers.
 */
function accumulate(
  from: usize,
  to: usize,
  images: i32,
  rows: i32,
  cols: i32,
  a: usize,
  aImage: i32,
  aRow: i32,
  aCol: i32,
  b: usize,
  bImage: i32,
  bRow: i32,
): void {
  let z0 = v128.load(from);
  let v0 = v128.load(from, 16);
  let z1 = v128.load(from, 32);
  let v1 = v128.load(from, 48);
  let z2 = v128.load(from, 64);
  let v2 = v128.load(from, 80);
  let z3 = v128.load(from, 96);
  let v3 = v128.load(from, 112);
  do {
    let ai = a;
    let bi = b;
    for (let i = rows; i > 0; i--) {
      let aj = ai;
      let bj = bi;
      const last = bi + ((cols - 1) << 5);
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
        if (bj >= last) break;
        const B0 = v128.load(bj, 32);
        const B1 = v128.load(bj, 48);
        const A0 = v128.load_splat<f32>(aj);
        z0 = f32x4.add(z0, f32x4.mul(A0, B0));
        v0 = f32x4.add(v0, f32x4.mul(A0, B1));
        const A1 = v128.load_splat<f32>(aj, 4);
        z1 = f32x4.add(z1, f32x4.mul(A1, B0));
        v1 = f32x4.add(v1, f32x4.mul(A1, B1));
        const A2 = v128.load_splat<f32>(aj, 8);
        z2 = f32x4.add(z2, f32x4.mul(A2, B0));
        v2 = f32x4.add(v2, f32x4.mul(A2, B1));
        const A3 = v128.load_splat<f32>(aj, 12);
        z3 = f32x4.add(z3, f32x4.mul(A3, B0));
        v3 = f32x4.add(v3, f32x4.mul(A3, B1));
        aj += aCol;
        bj += 64;
      } while (bj <= last);
      ai += aRow;
      bi += bRow;
    }
    a += aImage;
    b += bImage;
  } while (--images > 0);
  v128.store(to, z0);
  v128.store(to, v0, 16);
  v128.store(to, z1, 32);
  v128.store(to, v1, 48);
  v128.store(to, z2, 64);
  v128.store(to, v2, 80);
  v128.store(to, z3, 96);
  v128.store(to, v3, 112);
}

/**
 * y[n,i,j,f] = Σ_pqc x[n, (i·stride+p−top)/spread, (j·stride+q−left)/spread, c] · w[p,q,c,f]
 *
 * over the p and q whose elements of x exist; x [N,H,W,C], w [P,Q,C,F] packed, y [N,I,J,F]. Only
 * images from `first` to before `end` are computed. `scratch` is for 4·HWC + 64 numbers.
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
  const zeros = scratch;
  const tile = scratch + 128;
  const images = scratch + 256;
  const panelSize = P * Q * C * 8;
  memory.fill(zeros, 0, 128);
  for (let n = first; n < end; n += 4) {
    packImages(at(x, n * H * W * C), end - n, H * W * C, images);
    for (let f = 0, panel = w; f < F; f += 8, panel = at(panel, panelSize)) {
      for (let i = 0; i < I; i++) {
        const firstP = firstIn(i * stride - top, spread);
        const endP = min(P, (H - 1) * spread + 1 + top - i * stride);
        const rows = firstP < endP ? (endP - firstP + spread - 1) / spread : 0;
        const row = at(images, ((i * stride + firstP - top) / spread) * W * C * 4);
        const taps = at(panel, firstP * Q * C * 8);
        const aRow = (W * C) << 4;
        const bRow = (spread * Q * C) << 5;
        for (let j = 0; j < J; j++) {
          const firstQ = firstIn(j * strideWidth - left, spreadWidth);
          const endQ = min(Q, (W - 1) * spreadWidth + 1 + left - j * strideWidth);
          let a = row + ((((j * strideWidth + firstQ - left) / spreadWidth) * C) << 4);
          let b = taps + ((firstQ * C) << 5);
          let to = tile;
          if (rows <= 0 || firstQ >= endQ) {
            to = zeros;
          } else if (spreadWidth === 1) {
            const cols = (endQ - firstQ) * C;
            accumulate(zeros, tile, 1, rows, cols, a, 0, aRow, 16, b, 0, bRow);
          } else {
            let from = zeros;
            for (let q = firstQ; q < endQ; q += spreadWidth, from = tile) {
              accumulate(from, tile, 1, rows, C, a, 0, aRow, 16, b, 0, bRow);
              a += C << 4;
              b += (spreadWidth * C) << 5;
            }
          }
          for (let r = 0; r < min(4, end - n); r++) {
            unpack(to + (r << 5), min(8, F - f), at(y, (((n + r) * I + i) * J + j) * F + f));
          }
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
 * over the i and j whose elements of x exist; x [N,H,W,C], dy [N,I,J,F] packed with n for k, dw [P,Q,D,F]
 * with c below D: more than C where q is 0 alone, then c goes on into the next columns of x. Computed
 * are the blocks from `first` to before `end`, of PQ⌈D/4⌉, each of four c; of dw nothing else changes.
 *
 * Goes through `images` images at a time, as many as are near. `scratch` is for ⌈F/8⌉·32 + 4 numbers
 * for each block. Reads up to three numbers past the end of x.
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
  D: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  images: i32,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  const blocks = (D + 3) >> 2;
  const panels = (F + 7) >> 3;
  const places = scratch;
  const tiles = scratch + ((end - first) << 4);
  memory.fill(tiles, 0, (panels * (end - first)) << 7);
  for (let block = first, place = places; block < end; block++, place += 16) {
    const pq = block / blocks;
    const p = pq / Q;
    const q = pq % Q;
    const i = ceilDiv(max(0, top - p), stride);
    const j = ceilDiv(max(0, left - q), strideWidth);
    const row = i * stride + p - top;
    const col = j * strideWidth + q - left;
    const cols = min(J, floorDiv(W - 1 + left - q, strideWidth) + 1) - j;
    const rows = min(I, floorDiv(H - 1 + top - p, stride) + 1) - i;
    store<i32>(place, cols > 0 ? rows : 0);
    store<i32>(place, cols, 4);
    store<i32>(place, (row * W + col) * C + ((block % blocks) << 2), 8);
    store<i32>(place, i * J + j, 12);
  }
  const aImage = (H * W * C) << 2;
  const aRow = (stride * W * C) << 2;
  const aCol = (strideWidth * C) << 2;
  for (let n = 0; n < N; n += images) {
    const count = min(images, N - n);
    let tile = tiles;
    for (let panel = 0; panel < panels; panel++) {
      for (let place = places; place < tiles; place += 16, tile += 128) {
        const rows = load<i32>(place);
        if (rows <= 0) continue;
        const a = at(x, n * H * W * C + load<i32>(place, 8));
        const b = dy + (((panel * N + n) * I * J + load<i32>(place, 12)) << 5);
        const cols = load<i32>(place, 4);
        accumulate(tile, tile, count, rows, cols, a, aImage, aRow, aCol, b, (I * J) << 5, J << 5);
      }
    }
  }
  let tile = tiles;
  for (let f = 0; f < F; f += 8) {
    for (let block = first; block < end; block++, tile += 128) {
      const c = (block % blocks) << 2;
      const to = at(dw, ((block / blocks) * D + c) * F + f);
      for (let r = 0; r < min(4, D - c); r++) unpack(tile + (r << 5), min(8, F - f), at(to, r * F));
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
