/** The backends, as they are tried: what computes on a GPU first. */
export const BACKENDS = ["tfjs-node-gpu", "webgpu", "tfjs-node", "wasm"] as const;

export type BackendName = (typeof BACKENDS)[number];

/** The TensorFlow.js backend in use. */
export interface Backend {
  readonly name: BackendName;
  /** The processor that computes. */
  readonly device: string;
  /** Why this one and no other. */
  readonly reason: string;
}

/** A backend that has started. */
export interface Started {
  /** The processor that computes. */
  readonly device: string;
  /** Whether that is a GPU, not a CPU that stands in for one. */
  readonly gpu: boolean;
}

/** How a backend is started. */
export interface BackendStart {
  readonly threads?: number;
  /** Whether TensorFlow's C library may compute training steps as graphs. */
  readonly graph?: boolean;
  /** Whether WebGPU may compute on an adapter that the CPU stands in for. */
  readonly forced: boolean;
  /** Is given WebGPU's device, to hear of its loss. */
  readonly watch: (device: Device) => void;
}

/** A row of the table of backends: backendsInNode.ts and backendsInBrowser.ts. */
export interface BackendRow {
  /** The name under which TensorFlow.js knows it once it has started. */
  readonly factory: "tensorflow" | "wasm" | "webgpu";
  /**
   * Looks whether it can be worth a probe; takes no time.
   *
   * @throws Unusable when its set-up has not run
   */
  requireSetUp?(): Promise<void>;
  /**
   * Tries it where a broken driver does no harm; one probe a factory.
   *
   * @throws Unusable when it does not start there
   */
  probe?(): Promise<Started>;
  /** Why what the probe found is not started; undefined if it is. */
  refuse?(found: Started, forced: boolean): string | undefined;
  /** @throws Unusable when it does not start */
  start(options: BackendStart): Promise<Started>;
}

/** As much of WebGPU's device as tells that it is lost. */
export interface Device {
  readonly lost: Promise<{ reason: string; message: string }>;
}

/** Why a backend is not used, in words that go into a list. */
export class Unusable extends Error {
  override name = "Unusable";
}

/** By name, as a loader of TypeScript may load the class twice. */
export function isUnusable(error: unknown): error is Unusable {
  return error instanceof Error && error.name === "Unusable";
}
