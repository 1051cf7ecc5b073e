import type { BackendRow } from "../backendName.ts";

/** WebAssembly, which runs everywhere. */
export const wasmRow: BackendRow = {
  factory: "wasm",
  async start({ threads }) {
    const { startWasm } = await import("./startWasm.ts"); // only now: it registers a backend
    return startWasm(threads);
  },
};
