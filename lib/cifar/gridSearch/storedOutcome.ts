import type { Weights } from "../training/trainingState.ts";
import type { EndedHistory, Outcome } from "./trial.ts";

/** As outcomes stand in files and are sent: weights as base64 of their bytes. */
export type StoredOutcome = Exclude<Outcome, { weights: Weights }> | StoredSuccess;
interface StoredSuccess {
  readonly status: "finished";
  readonly history: EndedHistory;
  readonly weights: readonly string[];
}

export function toStored(outcome: Outcome): StoredOutcome {
  if (outcome.status !== "finished") return outcome;
  return { ...outcome, weights: outcome.weights.map(toBase64) };
}

export function fromStored(stored: StoredOutcome): Outcome {
  if (stored.status !== "finished") return stored;
  return { ...stored, weights: stored.weights.map(fromBase64) };
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  const bytes = Array.from(new Uint8Array(buffer, byteOffset, byteLength));
  return btoa(bytes.map((byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)).buffer);
}
