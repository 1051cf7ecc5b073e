import { expect } from "chai";
import { tarEntries } from "../../lib/data/tarEntries.ts";
import { tarred } from "./tarred.ts";

describe("the files of a tar", () => {
  const files = [
    ["folder/a.bin", Uint8Array.from({ length: 700 }, (_, i) => i % 251)],
    ["folder/empty", new Uint8Array(0)],
    ["folder/whole", new Uint8Array(512).fill(7)],
    ["b", Uint8Array.of(1, 2, 3)],
  ] as const;

  async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  /** Paths and contents; of those that are not `wanted` the path alone. */
  async function read(bytes: Uint8Array, size = 100, wanted = (_: string) => true) {
    const found: [string, number[]?][] = [];
    for await (const { path, content } of tarEntries(pieces(bytes, size))) {
      if (!wanted(path)) {
        found.push([path]);
        continue;
      }
      const all: number[] = [];
      for await (const chunk of content) all.push(...chunk);
      found.push([path, all]);
    }
    return found;
  }
  const expected = files.map(([path, content]) => [path, [...content]]);

  for (const size of [1, 100, 512, 700, 10_000]) {
    it(`come whole and in order, of pieces of ${size} bytes`, async () => {
      expect(await read(tarred(files), size)).to.deep.equal(expected);
    });
  }

  it("may have paths that fill their place in the head", async () => {
    const path = `folder/${"b".repeat(93)}`;
    expect(await read(tarred([[path, Uint8Array.of(1)]]))).to.deep.equal([[path, [1]]]);
  });

  it("have sizes in digits, with spaces around them", async () => {
    const sized = (size: string) => {
      const tar = tarred([["b", Uint8Array.of(1, 2, 3)]]);
      tar.set(new TextEncoder().encode(size), 124);
      return read(tar).catch(String);
    };
    for (const size of ["          3\0", "         3 \0", "00000000003 "]) {
      expect(await sized(size)).to.deep.equal([["b", [1, 2, 3]]]);
    }
    for (const size of ["           \0", "00000000008 ", "00000 00003 "]) {
      expect(await sized(size)).to.equal("Error: is no tar");
    }
  });

  it("are passed over where nobody reads them", async () => {
    const found = await read(tarred(files), 100, (path) => path === "b");
    expect(found).to.deep.equal([
      ["folder/a.bin"],
      ["folder/empty"],
      ["folder/whole"],
      ["b", [1, 2, 3]],
    ]);
  });

  it("are refused where the tar is broken off, or is none", async () => {
    const failure = (bytes: Uint8Array) =>
      read(bytes).then(
        () => expect.fail("it was read"),
        (error: Error) => `${error.constructor.name}: ${error.message}`,
      );
    const whole = tarred(files);
    expect(await failure(whole.subarray(0, 600))).to.equal("CutOffError: ends too early");
    expect(await failure(whole.subarray(0, 100))).to.equal("CutOffError: ends too early");
    expect(await failure(whole.subarray(0, 1100))).to.equal("CutOffError: ends too early");
    expect(await failure(new Uint8Array(600).fill(60))).to.equal("Error: is no tar");
  });
});
