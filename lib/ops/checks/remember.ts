import type { CheckedOp } from "./checkedOp.ts";

/** Takes note of all that an op holds; the function gives it back. */
export function remember(op: CheckedOp): () => void {
  const { inputs } = op;
  const { value, dlossDvalue } = inputs;
  const own = Object.entries(op);
  return () => {
    Object.assign(op, Object.fromEntries(own));
    Object.assign(inputs, { value, dlossDvalue });
  };
}
