import { expect } from "chai";
import { Arena } from "../../lib/simd/arena.ts";

const PAGE = 65_536;

describe("an arena in a module's memory", () => {
  let memory: WebAssembly.Memory;
  let arena: Arena;
  beforeEach(() => {
    memory = new WebAssembly.Memory({ initial: 1 });
    arena = new Arena(memory);
  });

  it("hands out whole vectors of 16 bytes, one behind the other", () => {
    expect(arena.top).to.equal(0);
    const asked = [1, 16, 0, 17, 15];
    expect(asked.map((bytes) => arena.alloc(bytes))).to.deep.equal([0, 16, 32, 32, 64]);
    expect(arena.top).to.equal(80);
  });

  it("takes back all, or what is from an address on", () => {
    arena.alloc(100);
    arena.reset(48);
    expect([arena.alloc(16), arena.top]).to.deep.equal([48, 64]);
    arena.reset();
    expect(arena.alloc(1)).to.equal(0);
  });

  for (const [bytes, pages] of [
    [PAGE, 1],
    [PAGE + 1, 2],
    [2 * PAGE, 2],
    [17 * PAGE, 17],
    [17 * PAGE + 16, 18],
  ]) {
    it(`has ${pages} pages of memory for ${bytes} bytes`, () => {
      arena.alloc(bytes);
      expect(memory.buffer.byteLength).to.equal(pages * PAGE);
    });
  }

  for (const Numbers of [Float64Array, Float32Array, Int32Array, Int16Array, Uint8Array]) {
    it(`writes and reads ${Numbers.name}, and no more than there are`, () => {
      const part = Numbers.from([9, 1, 2, 3, 9]).subarray(1, 4);
      arena.alloc(16);
      const address = arena.write(part);
      expect(address).to.equal(16);
      const beside = arena.write(Uint8Array.of(7));
      expect(beside).to.equal(16 + 16 * Math.ceil(part.byteLength / 16));
      const to = new Numbers(5);
      arena.read(address, to.subarray(1, 4));
      expect([...to]).to.deep.equal([0, 1, 2, 3, 0]);
      expect([...new Uint8Array(memory.buffer, beside, 2)]).to.deep.equal([7, 0]);
    });
  }
});
