import * as tf from "@tensorflow/tfjs";

/**
 * All that some objects hold, however deep within them: kinds, numbers, texts, functions, and tensors
 * by their identity. While it is the same they compute the same, but for what they take from elsewhere.
 *
 * @param others names of what is no setting
 */
export function settingsWithin(
  holders: readonly object[],
  others: ReadonlySet<string>,
): readonly unknown[] {
  const found: unknown[] = [];
  const seen = new Set<object>();
  const walk = (value: unknown) => {
    if (!isRecord(value) || value instanceof tf.Tensor || ArrayBuffer.isView(value)) {
      found.push(value);
    } else if (!seen.has(value)) {
      seen.add(value);
      found.push(Object.getPrototypeOf(value));
      for (const name of Object.keys(value)) if (!others.has(name)) walk(value[name]);
    }
  };
  holders.forEach(walk);
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
