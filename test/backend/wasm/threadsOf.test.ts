import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { expect } from "chai";
import { threadsOf } from "../../../lib/backend/wasm/threadsOf.ts";

/** As much of a backend as tells its memory. */
const backendOf = (memory: object) => ({ wasm: { wasmMemory: memory } }) as object as BackendWasm;

const shared = () =>
  backendOf(new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }));

describe("the threads of a backend's own kernels", () => {
  it("are none where they cannot share its memory, or there are no vectors", () => {
    expect(threadsOf(backendOf(new WebAssembly.Memory({ initial: 1 })))).to.equal(undefined);
    expect(threadsOf(backendOf({ buffer: new SharedArrayBuffer(0) }))).to.equal(undefined);
  });

  it("stay the same for a backend, and end for another that comes in its place", () => {
    const [one, other] = [shared(), shared()];
    const first = threadsOf(one);
    if (!first) throw new Error("it has none");
    const counts: number[] = [];
    first.setCount = async (count) => void counts.push(count);
    expect(threadsOf(one) === first).to.equal(true);
    expect(counts).to.deep.equal([]);
    const second = threadsOf(other);
    expect(second === first).to.equal(false);
    expect(second?.count).to.equal(1);
    expect(counts).to.deep.equal([1]);
  });
});
