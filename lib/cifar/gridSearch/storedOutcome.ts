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

/** Characters that `String.fromCharCode` is given at a time; each is an argument. */
const BLOCK = 8192;

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = "";
  for (let i = 0; i < bytes.length; i += BLOCK) {
    text += String.fromCharCode(...bytes.subarray(i, i + BLOCK));
  }
  return btoa(text);
}

function fromBase64(text: string): Float32Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}
