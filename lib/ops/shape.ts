/** A size: the number where it is known, otherwise the name of a field that holds it. */
export type Dim = number | string;

/** The sizes of a tensor's axes. */
export type Shape = readonly Dim[];

/** The shape of a feature map of unknown sizes. */
export type MapShape = [rows: number, cols: number, channels: number];

/** The shape of the weights of a layer of unknown sizes. */
export type WeightShape = [filters: number, rows: number, cols: number, inputFilters: number];

/** A number that is a certain size: any number may stand for it, but no other size. */
export type Size<D> = D extends string
  ? number & { readonly axis?: D }
  : number extends D
    ? number
    : number & { readonly size?: D };

/** A shape as the numbers that `tensor.shape` holds. */
export type Sizes<S extends Shape> = { -readonly [K in keyof S]: Size<S[K]> };

/** The shape that an array of numbers gives a tensor; of unknown length, any. */
export type DimOf<S extends Shape> = number extends S["length"]
  ? // biome-ignore lint/suspicious/noExplicitAny: a tensor of any rank
    any
  : {
      -readonly [K in keyof S]: S[K] extends { readonly axis?: infer A extends string }
        ? A
        : S[K] extends { readonly size?: infer N extends number }
          ? N
          : S[K];
    };

// A function type for each rank: of a rest parameter TypeScript cannot say which index is missing.

/** A function of a tensor's indices. */
export type AtIndices<S extends Shape> = number extends S["length"]
  ? (...at: number[]) => number
  : S["length"] extends 4
    ? (f: number, ky: number, kx: number, kf: number) => number
    : S["length"] extends 3
      ? (y: number, x: number, f: number) => number
      : S["length"] extends 2
        ? (y: number, x: number) => number
        : S["length"] extends 1
          ? (k: number) => number
          : (...at: { [K in keyof S]: number }) => number;

/** A function of a tensor's indices and a value. */
export type SetAtIndices<S extends Shape> = number extends S["length"]
  ? (...atAndValue: number[]) => number
  : S["length"] extends 4
    ? (f: number, ky: number, kx: number, kf: number, value: number) => number
    : S["length"] extends 3
      ? (y: number, x: number, f: number, value: number) => number
      : S["length"] extends 2
        ? (y: number, x: number, value: number) => number
        : S["length"] extends 1
          ? (k: number, value: number) => number
          : (...atAndValue: [...at: { [K in keyof S]: number }, value: number]) => number;

/** What is left of a shape: the axes for which `A` has null. */
export type Picked<S extends Shape, A extends readonly unknown[]> = number extends S["length"]
  ? // biome-ignore lint/suspicious/noExplicitAny: a tensor of any rank
    any
  : S extends readonly [infer D extends Dim, ...infer R extends Shape]
    ? A extends readonly [infer I, ...infer J]
      ? [...(I extends null ? [D] : []), ...Picked<R, J>]
      : []
    : [];
