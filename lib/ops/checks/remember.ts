import type { CheckedOp } from "./checkedOp.ts";

/** Sets fields as far as the object, which may be frozen, lets them be set. */
export function put(target: object, fields: object): void {
  for (const [name, value] of Object.entries(fields)) Reflect.set(target, name, value);
}

/** Takes note of all that an op holds; the function gives it back. */
export function remember(op: CheckedOp): () => void {
  const { inputs } = op;
  const { value, dlossDvalue } = inputs;
  const own = { ...op };
  return () => {
    put(op, own);
    put(inputs, { value, dlossDvalue });
  };
}
