import { expect } from "chai";
import type { Folder } from "../../../lib/cifar/files/folder.ts";
import { readWeights } from "../../../lib/cifar/files/readWeights.ts";

type Manifest = Parameters<typeof readWeights>[2];
type Spec = Manifest[number]["weights"][number];

/** Reads weights of a folder whose files have so many bytes. */
function read(sizes: Record<string, number>, specs: readonly object[]) {
  const refuse = async () => expect.fail("nothing else is done");
  const folder: Folder = {
    ...{ path: "models/mine", list: refuse, write: refuse, remove: refuse },
    read: async (name) => {
      if (!(name in sizes)) throw new Error("not found");
      return Buffer.alloc(sizes[name], name);
    },
  };
  const weights = specs.map((spec, i) => ({ name: `w${i}`, ...spec }) as Spec);
  return readWeights(folder, "models/mine", [{ paths: ["a", "b"], weights }]);
}

describe("the weights of a model in files", () => {
  it("are those of all files, one after the other", async () => {
    const [specs, bytes] = await read({ a: 8, b: 4 }, [{ shape: [3], dtype: "float32" }]);
    expect(specs.map(({ name }) => name)).to.deep.equal(["w0"]);
    expect(Buffer.from(bytes).toString()).to.equal("aaaaaaaabbbb");
  });

  for (const [dtype, each] of Object.entries({
    ...{ float32: 4, int32: 4, complex64: 8, bool: 1 },
  })) {
    it(`have ${each} bytes a number of ${dtype}`, async () => {
      const specs = [
        { shape: [2, 3], dtype },
        { shape: [], dtype },
      ];
      const [, bytes] = await read({ a: 7 * each, b: 0 }, specs);
      expect(bytes.byteLength).to.equal(7 * each);
      const wrong = await read({ a: 7 * each, b: 1 }, specs).catch(({ message }) => message);
      expect(wrong).to.equal(
        `modelFiles: the weight files in "models/mine" (a, b) have ${7 * each + 1} bytes, the weights ` +
          `in its model.json ${7 * each}; they are of different models, or incomplete`,
      );
    });
  }

  for (const [dtype, each] of Object.entries({ uint8: 1, uint16: 2, float16: 2 })) {
    it(`have ${each} bytes a number that is kept as ${dtype}`, async () => {
      const quantization = { dtype, scale: 1, min: 0 };
      const specs = [{ shape: [5], dtype: "float32", quantization }];
      expect((await read({ a: 5 * each, b: 0 }, specs))[1].byteLength).to.equal(5 * each);
      expect(await read({ a: 5 * each + 1, b: 0 }, specs).catch(String)).to.include("incomplete");
    });
  }

  it("may be texts, whose bytes nobody counts", async () => {
    const [, bytes] = await read({ a: 13, b: 0 }, [{ shape: [2], dtype: "string" }]);
    expect(bytes.byteLength).to.equal(13);
  });

  it("lack a file that is named", async () => {
    const message = await read({ a: 4 }, [{ shape: [1], dtype: "float32" }]).catch(String);
    expect(message).to.equal(
      'Error: modelFiles: "models/mine" lacks b, one of the 2 weight files that its model.json names ' +
        "(not found); put all of them there",
    );
  });
});
