/** Kernels whose work can be divided, called as `kernel(...args, first, end, scratch)`. */
export const DIVISIBLE = [
  "correlate",
  "filterGradient",
  "depthwise",
  "depthwiseFilterGradient",
  "maxPool",
  "maxPoolGradient",
  "averagePool",
  "averagePoolGradient",
] as const;
export type Divisible = (typeof DIVISIBLE)[number];
export type DivisibleKernels = Record<Divisible, (...args: number[]) => void>;

/** A call of a kernel for 0 to before `total`, in units that threads take one after another. */
export interface DividedWork {
  readonly kernel: Divisible;
  readonly args: readonly number[];
  readonly total: number;
  readonly unit: number;
  /** Where memory for all threads begins, and how many bytes each has of it. */
  readonly scratch: number;
  readonly scratchBytes: number;
}

/**
 * Places in the int32 numbers that threads share: how often there was work, how many helpers are at
 * it, which unit is next, and how many helpers have ever been ready; then the work itself.
 */
export const STARTED = 0;
export const AT_WORK = 1;
export const NEXT = 2;
export const READY = 3;
const WORK = 4;
const ARGS = 10;
/** No unit is left. */
export const CLOSED: number = 2 ** 30;
export const STATE_BYTES: number = 4 * (ARGS + 24);

export function writeWork(state: Int32Array, work: DividedWork): void {
  const { kernel, args, total, unit, scratch, scratchBytes } = work;
  state.set([DIVISIBLE.indexOf(kernel), total, unit, scratch, scratchBytes, args.length], WORK);
  state.set(args, ARGS);
}

/** Takes units and computes them, as long as there are any. */
export function takeUnits(state: Int32Array, kernels: DivisibleKernels, thread: number): void {
  for (;;) {
    const next = Atomics.add(state, NEXT, 1);
    if (next >= CLOSED) return;
    const [kernel, total, unit, scratch, scratchBytes, count] = state.subarray(WORK);
    const first = next * unit;
    if (first >= total) return;
    const end = Math.min(total, first + unit);
    const args = state.subarray(ARGS, ARGS + count);
    kernels[DIVISIBLE[kernel]](...args, first, end, scratch + thread * scratchBytes);
  }
}
