import { expect } from "chai";
import { guardedLayout, IndexError } from "../../lib/ops/checks/guardedLayout.ts";

describe("a guarded tensor", () => {
  const guarded = (...shape: number[]) =>
    guardedLayout(
      Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
      shape,
    );

  it("gives and takes its numbers, as do its views", () => {
    const t = guarded(2, 3, 1);
    expect(t.get(1, 2, 0)).equal(5);
    expect(t.index(1, 0, 0)).equal(3);
    t.set(0, 1, 0, 7);
    expect([...t.data]).deep.equal([0, 7, 2, 3, 4, 5]);
    expect(t.pick(1, null, 0).get(1)).equal(4);
    expect(t.transpose(1, 0, 2).get(2, 1, 0)).equal(5);
    expect(t.lo(1, 1, 0).get(0, 1, 0)).equal(5);
    expect(t.hi(1, 2, 1).shape).deep.equal([1, 2, 1]);
    expect(t.step(1, 2, 1).get(1, 1, 0)).equal(5);
  });

  it("refuses an index outside of it, or of a view, and a wrong number of them", () => {
    const t = guarded(2, 3, 1);
    const row = guarded(2, 3).pick(1, null);
    for (const [call, message] of [
      [() => t.get(2, 0, 0), "get(2, 0, 0): the tensor is [2, 3, 1]"],
      [() => t.get(0, -1, 0), "get(0, -1, 0): the tensor is [2, 3, 1]"],
      [() => t.index(0, 0.5, 0), "index(0, 0.5, 0): the tensor is [2, 3, 1]"],
      [() => t.set(0, 3, 0, 9), "set(0, 3, 0): the tensor is [2, 3, 1]"],
      [() => t.get(0, 1), "get(0, 1): the tensor is [2, 3, 1], get takes 3 indices"],
      [
        () => t.set(0, 1, 0),
        "set(0, 1, 0): the tensor is [2, 3, 1], set takes 3 indices and a number",
      ],
      [() => row.get(3), "get(3): the tensor is [3]"],
      [() => row.get(0, 1), "get(0, 1): the tensor is [3], get takes 1 index"],
      [() => t.transpose(1, 0, 2).get(0, 2, 0), "get(0, 2, 0): the tensor is [3, 2, 1]"],
    ] as const) {
      expect(call).throw(IndexError, message).with.property("message", message);
    }
    expect([...t.data]).deep.equal([0, 1, 2, 3, 4, 5]);
  });

  it("is of one class with all others of as many axes", () => {
    const classOf = (...shape: number[]): unknown => Object.getPrototypeOf(guarded(...shape));
    expect(classOf(2, 3)).equal(classOf(4, 5));
    expect(classOf(2, 3)).not.equal(classOf(2, 3, 1));
  });
});
