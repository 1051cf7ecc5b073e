import { createHash } from "node:crypto";
import { fromStored, toStored } from "../cifar/gridSearch/storedOutcome.ts";
import type { Outcome } from "../cifar/gridSearch/trial.ts";

/** What a worker sends back. */
export interface SentOutcome {
  readonly outcome: Outcome;
  /** "Node.js v22.1.0 on linux x64". */
  readonly machine: string;
}

const sumOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** An outcome as text, with its checksum. */
export function packOutcome({ outcome, machine }: SentOutcome): string {
  const content = JSON.stringify({ outcome: toStored(outcome), machine });
  return `${content}\n${sumOf(content)}`;
}

/** @returns undefined where the text is not what was packed */
export function unpackOutcome(text: string): SentOutcome | undefined {
  const end = text.lastIndexOf("\n");
  const content = text.slice(0, end);
  if (sumOf(content) !== text.slice(end + 1)) return undefined;
  const { outcome, machine } = JSON.parse(content);
  return { outcome: fromStored(outcome), machine };
}
