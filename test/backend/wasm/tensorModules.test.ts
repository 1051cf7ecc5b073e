import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { expect } from "chai";
import {
  hasTensorModules,
  memoryOf,
  tensorModules,
} from "../../../lib/backend/wasm/tensorModules.ts";

describe("the loops in a backend's memory", () => {
  it("take the memory that the build imports or exports, and say where it shows none", () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    expect(memoryOf({ wasmMemory: memory })).to.equal(memory);
    expect(memoryOf({ asm: { memory } })).to.equal(memory);
    expect(() => memoryOf({})).to.throw("the WebAssembly backend of TensorFlow.js shows no memory");
  });

  it("say where they cannot start, as without vectors", () => {
    const backend = {
      wasm: { wasmMemory: { buffer: new ArrayBuffer(0) } },
    } as object as BackendWasm;
    expect(hasTensorModules(backend)).to.equal(false);
    expect(() => tensorModules(backend)).to.throw("WebAssembly has no vectors here");
  });
});
