import type { BackendName } from "lib/backend";

/** The backends that TensorFlow.js's own specs are held against, and the name of each one's list. */
export const BACKENDS = {
  "wasm-1": { backend: "wasm", threads: 1, list: "wasm" },
  "wasm-2": { backend: "wasm", threads: 2, list: "wasm" },
  "tfjs-node": { backend: "tfjs-node", threads: undefined, list: "tfjs-node" },
  webgpu: { backend: "webgpu", threads: undefined, list: "webgpu" },
} as const satisfies Record<
  string,
  { backend: BackendName; threads: number | undefined; list: string }
>;

export type BackendKey = keyof typeof BACKENDS;

/** What came of a spec. */
export interface SpecResult {
  readonly name: string;
  readonly passed: boolean;
  /** Why it failed. */
  readonly message: string;
}
