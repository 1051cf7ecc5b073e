import { channels } from "../../simd/binary/tensors/channels.ts";
import { convolution } from "../../simd/binary/tensors/convolution.ts";
import { depthwise } from "../../simd/binary/tensors/depthwise.ts";
import { pooling } from "../../simd/binary/tensors/pooling.ts";
import { type Arguments, inOrder, type Ordered } from "../../simd/instantiate.ts";

type All = (typeof convolution)["functions"] &
  (typeof depthwise)["functions"] &
  (typeof pooling)["functions"] &
  (typeof channels)["functions"];

/** Kernels whose work cannot be divided. */
type Undivided = "packTaps" | "sumRows" | "repeatRows" | "varianceOf" | "deviationSums";

/** Kernels whose work can be divided. */
export type Divisible = Exclude<keyof All, Undivided>;

/** Their arguments: the last are the share of the work and its scratch. */
const ARGUMENTS: Pick<All, Divisible> = {
  ...convolution.functions,
  ...depthwise.functions,
  ...pooling.functions,
  ...channels.functions,
};
/** How many arguments a share of the work is: `first`, `end` and where its scratch begins. */
const SHARE = 3;

type Kernels = { functions: Pick<All, Divisible>; binary: string };
export type DivisibleKernels = Ordered<Kernels>;
const DIVISIBLE = Object.keys(ARGUMENTS) as Divisible[];

/** A kernel's arguments but for its share of the work. */
export type Whole<K extends Divisible> = Omit<
  Arguments<Kernels, K>,
  "first" | "end" | "scratch" | "_scratch"
>;

/** A call of a kernel for 0 to before `total`, in units that threads take one after another. */
export interface DividedWork {
  readonly kernel: Divisible;
  /** As `orderedArgs` gives them. */
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
/** Where its arguments begin, in float64: some are fractions, or infinite. */
const ARGS_BYTES = 40;
/** No unit is left. */
export const CLOSED: number = 2 ** 30;
export const STATE_BYTES: number = ARGS_BYTES + 8 * 24;

export function writeWork(state: Int32Array, work: DividedWork): void {
  const { kernel, args, total, unit, scratch, scratchBytes } = work;
  state.set([DIVISIBLE.indexOf(kernel), total, unit, scratch, scratchBytes, args.length], WORK);
  argsOf(state, args.length).set(args);
}

const argsOf = ({ buffer, byteOffset }: Int32Array, count: number) =>
  new Float64Array(buffer, byteOffset + ARGS_BYTES, count);

/** All arguments of a kernel in their order, but for its share of the work. */
export function orderedArgs(kernel: Divisible, args: Readonly<Record<string, number>>): number[] {
  const names: readonly string[] = ARGUMENTS[kernel];
  return inOrder(names.slice(0, -SHARE), args);
}

/**
 * Milliseconds that a thread looks for a change before it sleeps. To wake one takes 0.05 ms and more,
 * a kernel of the assignment's network 0.3 ms on two threads, and the next one comes sooner than this.
 */
const SPIN = 0.1;

/** Returns when a place no longer has the value that it had. */
export function waitForChange(state: Int32Array, place: number, value: number): void {
  const end = performance.now() + SPIN;
  do {
    for (let i = 0; i < 100; i++) if (Atomics.load(state, place) !== value) return;
  } while (performance.now() < end);
  Atomics.wait(state, place, value);
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
    const args = argsOf(state, count);
    kernels[DIVISIBLE[kernel]]([...args, first, end, scratch + thread * scratchBytes]);
  }
}
