/** How many threads compute, and how much faster than one they were, where that was measured. */
export interface WasmThreads {
  readonly threads: number;
  readonly speedup?: number;
}

/** As many as the build can have. */
export const MAX_THREADS = 8;
