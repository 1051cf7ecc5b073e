/**
 * Pooling and its gradients in 128-bit vectors, four float32 numbers at a time, on tensors where they lie
 * in the memory of TensorFlow.js. AssemblyScript, compiled by `npm run assemble`.
 *
 * x, dx [N,H,W,C] and y, dy [N,I,J,C] are addresses. Window (i,j) holds the pixels of x from row
 * i·stride − top and column j·strideWidth − left, P×Q of them but for those that do not exist. Only
 * images from `first` to before `end` are computed.
 */
import { at } from "../common/at";

/** y[n,i,j,c] = the greatest number of a window; what is no number is none. */
export function maxPool(
  x: usize,
  y: usize,
  H: i32,
  W: i32,
  C: i32,
  I: i32,
  J: i32,
  P: i32,
  Q: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  first: i32,
  end: i32,
  _scratch: usize,
): void {
  const vectors = C & ~3;
  let to = at(y, first * I * J * C);
  for (let n = first; n < end; n++) {
    const image = at(x, n * H * W * C);
    for (let i = 0; i < I; i++) {
      const y0 = max(0, i * stride - top);
      const y1 = min(H, i * stride - top + P);
      for (let j = 0; j < J; j++, to = at(to, C)) {
        const x0 = max(0, j * strideWidth - left);
        const x1 = min(W, j * strideWidth - left + Q);
        for (let c = 0; c < vectors; c += 4) {
          let most = f32x4.splat(-Infinity);
          for (let y = y0; y < y1; y++) {
            for (let x = x0; x < x1; x++) {
              const value = v128.load(at(image, (y * W + x) * C + c));
              most = v128.bitselect(value, most, f32x4.gt(value, most));
            }
          }
          v128.store(at(to, c), most);
        }
        for (let c = vectors; c < C; c++) {
          let most: f32 = -Infinity;
          for (let y = y0; y < y1; y++) {
            for (let x = x0; x < x1; x++) {
              const value = load<f32>(at(image, (y * W + x) * C + c));
              if (value > most) most = value;
            }
          }
          store<f32>(at(to, c), most);
        }
      }
    }
  }
}

/** y[n,i,j,c] = the mean of a window's numbers. */
export function averagePool(
  x: usize,
  y: usize,
  H: i32,
  W: i32,
  C: i32,
  I: i32,
  J: i32,
  P: i32,
  Q: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  first: i32,
  end: i32,
  _scratch: usize,
): void {
  const vectors = C & ~3;
  let to = at(y, first * I * J * C);
  for (let n = first; n < end; n++) {
    const image = at(x, n * H * W * C);
    for (let i = 0; i < I; i++) {
      const y0 = max(0, i * stride - top);
      const y1 = min(H, i * stride - top + P);
      for (let j = 0; j < J; j++, to = at(to, C)) {
        const x0 = max(0, j * strideWidth - left);
        const x1 = min(W, j * strideWidth - left + Q);
        const count = <f32>((y1 - y0) * (x1 - x0));
        for (let c = 0; c < vectors; c += 4) {
          let sum = f32x4.splat(0);
          for (let y = y0; y < y1; y++) {
            for (let x = x0; x < x1; x++) {
              sum = f32x4.add(sum, v128.load(at(image, (y * W + x) * C + c)));
            }
          }
          v128.store(at(to, c), f32x4.div(sum, f32x4.splat(count)));
        }
        for (let c = vectors; c < C; c++) {
          let sum: f32 = 0;
          for (let y = y0; y < y1; y++) {
            for (let x = x0; x < x1; x++) sum += load<f32>(at(image, (y * W + x) * C + c));
          }
          store<f32>(at(to, c), sum / count);
        }
      }
    }
  }
}

/** dx[n,y,x,c] = Σ dy[n,i,j,c] over the windows whose greatest number, the first of equals, is there. */
export function maxPoolGradient(
  x: usize,
  dy: usize,
  dx: usize,
  H: i32,
  W: i32,
  C: i32,
  I: i32,
  J: i32,
  P: i32,
  Q: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  first: i32,
  end: i32,
  _scratch: usize,
): void {
  memory.fill(at(dx, first * H * W * C), 0, (<usize>((end - first) * H * W * C)) << 2);
  const vectors = C & ~3;
  for (let n = first; n < end; n++) {
    const image = at(x, n * H * W * C);
    const slopes = at(dx, n * H * W * C);
    for (let i = 0; i < I; i++) {
      const y0 = max(0, i * stride - top);
      const y1 = min(H, i * stride - top + P);
      for (let j = 0; j < J; j++) {
        const x0 = max(0, j * strideWidth - left);
        const x1 = min(W, j * strideWidth - left + Q);
        if (y0 >= y1 || x0 >= x1) continue;
        const from = at(dy, ((n * I + i) * J + j) * C);
        for (let c = 0; c < vectors; c += 4) {
          let where = i32x4.splat((y0 * W + x0) * C + c);
          let most = f32x4.splat(-Infinity);
          for (let y = y0; y < y1; y++) {
            for (let x = x0; x < x1; x++) {
              const index = (y * W + x) * C + c;
              const value = v128.load(at(image, index));
              const isMore = f32x4.gt(value, most);
              most = v128.bitselect(value, most, isMore);
              where = v128.bitselect(i32x4.splat(index), where, isMore);
            }
          }
          const slope = at(from, c);
          add(at(slopes, i32x4.extract_lane(where, 0)), load<f32>(slope));
          add(at(slopes, i32x4.extract_lane(where, 1) + 1), load<f32>(slope, 4));
          add(at(slopes, i32x4.extract_lane(where, 2) + 2), load<f32>(slope, 8));
          add(at(slopes, i32x4.extract_lane(where, 3) + 3), load<f32>(slope, 12));
        }
        for (let c = vectors; c < C; c++) {
          let where = (y0 * W + x0) * C + c;
          let most: f32 = -Infinity;
          for (let y = y0; y < y1; y++) {
            for (let x = x0; x < x1; x++) {
              const index = (y * W + x) * C + c;
              const value = load<f32>(at(image, index));
              if (value > most) {
                most = value;
                where = index;
              }
            }
          }
          add(at(slopes, where), load<f32>(at(from, c)));
        }
      }
    }
  }
}

/** dx[n,y,x,c] = Σ dy[n,i,j,c] / PQ over the windows that hold this pixel. */
export function averagePoolGradient(
  dy: usize,
  dx: usize,
  H: i32,
  W: i32,
  C: i32,
  I: i32,
  J: i32,
  P: i32,
  Q: i32,
  stride: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  first: i32,
  end: i32,
  _scratch: usize,
): void {
  memory.fill(at(dx, first * H * W * C), 0, (<usize>((end - first) * H * W * C)) << 2);
  const vectors = C & ~3;
  const factor = <f32>1 / <f32>(P * Q);
  for (let n = first; n < end; n++) {
    for (let i = 0; i < I; i++) {
      const y0 = max(0, i * stride - top);
      const y1 = min(H, i * stride - top + P);
      for (let j = 0; j < J; j++) {
        const x0 = max(0, j * strideWidth - left);
        const x1 = min(W, j * strideWidth - left + Q);
        const from = at(dy, ((n * I + i) * J + j) * C);
        for (let y = y0; y < y1; y++) {
          for (let x = x0; x < x1; x++) {
            const to = at(dx, ((n * H + y) * W + x) * C);
            for (let c: usize = 0; c < (<usize>vectors) << 2; c += 16) {
              const share = f32x4.mul(v128.load(from + c), f32x4.splat(factor));
              v128.store(to + c, f32x4.add(v128.load(to + c), share));
            }
            for (let c = vectors; c < C; c++) add(at(to, c), load<f32>(at(from, c)) * factor);
          }
        }
      }
    }
  }
}

function add(to: usize, value: f32): void {
  store<f32>(to, load<f32>(to) + value);
}
