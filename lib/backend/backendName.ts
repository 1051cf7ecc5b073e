/** The backends, as they are tried: what computes on a GPU first. */
export const BACKENDS = ["tfjs-node-gpu", "webgpu", "tfjs-node", "wasm"] as const;

export type BackendName = (typeof BACKENDS)[number];

/** A backend that has started. */
export interface Started {
  /** The processor that computes. */
  readonly device: string;
  /** Whether that is a GPU, not a CPU that stands in for one. */
  readonly gpu: boolean;
}

/** Why a backend is not used, in words that go into a list. */
export class Unusable extends Error {
  override name = "Unusable";
}

/** By name, as a loader of TypeScript may load the class twice. */
export function isUnusable(error: unknown): error is Unusable {
  return error instanceof Error && error.name === "Unusable";
}
