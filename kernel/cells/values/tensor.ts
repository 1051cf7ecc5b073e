import { isObject, type Numeric } from "./numeric.ts";

/** As much of a TensorFlow.js tensor as is needed to show it. */
interface Tensor {
  dataId: object;
  shape: number[];
  dtype: string;
  name?: string;
  isDisposed: boolean;
  data(): Promise<ArrayLike<number | string | boolean>>;
}

/** Whether a value is a tensor of TensorFlow.js. */
export const isTensor = (value: unknown): value is Tensor =>
  isObject(value) &&
  "dataId" in value &&
  "dtype" in value &&
  "shape" in value &&
  "data" in value &&
  typeof value.data === "function";

/** A tensor without its values, which may be on a GPU or gone. */
export function handle({ shape, dtype, name, isDisposed }: Tensor): string {
  const kind = name === undefined ? "Tensor" : `Variable "${name}"`;
  return `${kind} [${shape}] ${dtype}${isDisposed ? ", disposed: its values are gone" : ""}`;
}

/** A tensor with its values, as soon as its backend has them; an Error says why it has not. */
export async function read(tensor: Tensor): Promise<Numeric> {
  const { shape, dtype, name } = tensor;
  const data = await readData(tensor);
  const isComplex = dtype === "complex64"; // its parts lie side by side
  return {
    kind: name === undefined ? "Tensor" : `Variable "${name}"`,
    shape,
    dtype,
    at: (index) =>
      isComplex ? `${data[2 * index]} + ${data[2 * index + 1]}i` : asDtype(data[index], dtype),
    all: 'for a tensor x, console.log((await x.data()).join(" "))',
  };
}

async function readData(tensor: Tensor): ReturnType<Tensor["data"]> {
  try {
    return await tensor.data();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const remedy = "make it anew; if no tensor can be read, restart the kernel";
    throw new Error(
      `${handle(tensor)} cannot be shown, its values cannot be read: ${why}; ${remedy}`,
      {
        cause,
      },
    );
  }
}

/** Truth values are kept as bytes. */
function asDtype(value: number | string | boolean, dtype: string): number | string | boolean {
  return dtype === "bool" ? Boolean(value) : value;
}
