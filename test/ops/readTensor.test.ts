import { expect } from "chai";
import { tensor } from "lib/ops";
import { readTensor } from "../../lib/ops/checks/readTensor.ts";

describe("what an op has set", () => {
  it("is a copy where it is a tensor, in the order of its axes", () => {
    const t = tensor([1, 2, 3, 4, 5, 6], [2, 3]);
    const read = readTensor(t.transpose(1, 0));
    t.data.fill(0);
    if (typeof read === "string") throw new Error(read);
    expect(read.shape).deep.equal([3, 2]);
    expect([...read.data]).deep.equal([1, 4, 2, 5, 3, 6]);
  });

  for (const [found, words] of [
    [undefined, "undefined"],
    [null, "null"],
    [5, "the number 5"],
    [[1, 2], "an array of 2"],
    [new Float64Array(4), "a Float64Array of 4"],
    [new DataView(new ArrayBuffer(2)), "an object"],
    [{ data: [1], shape: [1] }, "an object"],
    ["text", "a string"],
    [() => 1, "a function"],
    [{ data: 1, shape: 2, stride: 3, offset: 4, get: 5, set: 6 }, "a damaged tensor"],
  ] as const) {
    it(`is ${words} where it is none`, () => {
      expect(readTensor(found)).equal(words);
    });
  }
});
