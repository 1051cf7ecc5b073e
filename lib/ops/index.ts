export type { Tensor } from "./tensor.ts";
