/** Values in a shape: what typed arrays, ndarrays and tensors have in common. */
export interface Numeric {
  /** What it is, such as `Float64Array`. */
  kind: string;
  shape: readonly number[];
  dtype: string;
  /** The value at a place, counted with the last axis fastest. */
  at(index: number): number | string | boolean;
  /** What prints all values, in words. */
  all: string;
}

interface NdArray {
  data: ArrayLike<number>;
  shape: number[];
  stride: number[];
  offset: number;
  dtype: string;
}

/** How many values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Whether a value has properties to look at. */
export const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null;

type TypedArray = ArrayLike<number> & { constructor: { name: string } };

const isTypedArray = (value: object): value is TypedArray =>
  ArrayBuffer.isView(value) && "BYTES_PER_ELEMENT" in value;

const isNdArray = (value: object): value is NdArray =>
  ["data", "shape", "stride", "offset", "dtype", "pick"].every((key) => key in value);

/** Where an ndarray keeps the value at a place; its axes may lie in any order. */
function ndIndex({ shape, stride, offset }: NdArray, index: number): number {
  let place = offset;
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place += stride[axis] * (rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return place;
}

/** A typed array or an ndarray as values in a shape; undefined for anything else. */
export function toNumeric(value: unknown): Numeric | undefined {
  if (!isObject(value)) return undefined;
  if (isTypedArray(value)) {
    const kind = value.constructor.name;
    const dtype = kind.replace(/Array$/, "").toLowerCase();
    const all = 'for an array x, console.log(x.join(" "))';
    return { kind, shape: [value.length], dtype, at: (index) => value[index], all };
  }
  if (isNdArray(value)) {
    const { shape, dtype, data } = value;
    const all = 'for an ndarray x, console.log(x.data.join(" "))';
    return { kind: "ndarray", shape, dtype, at: (i) => data[ndIndex(value, i)], all };
  }
  return undefined;
}
