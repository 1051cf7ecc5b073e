import type { NdArray } from "ndarray";

/** A float64 array of any rank; images and activations are [rows, cols, channels]. */
export type Tensor = NdArray<Float64Array>;
