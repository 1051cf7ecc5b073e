import { expect } from "chai";
import { seededRandom } from "lib/data";
import { type Tensor, tensor, variable, zeros } from "lib/ops";
import { OpDense, OpRelu, OpSoftmaxCrossEntropyLoss } from "lib/ops/solutions";
import { attempt, draw } from "../../lib/ops/checks/attempt.ts";
import type { CheckedOp } from "../../lib/ops/checks/checkedOp.ts";
import { numericGradients } from "../../lib/ops/checks/numericGradients.ts";

const inputs = () => variable(tensor([1, -2, 3, -4], [2, 2, 1]));
const logits = (...numbers: number[]) => variable(tensor(numbers, [1, 1, numbers.length]));
const tried = <Op extends CheckedOp>(
  op: Op,
  change: Partial<Record<keyof Op, () => unknown>> = {},
) => attempt(Object.assign(op, change), draw(op, seededRandom(1)));

describe("an attempt with an op", () => {
  it("is handed a gradient of its value's shape, and something where its own goes", () => {
    for (const [op, shape] of [
      [new OpRelu(inputs()), [2, 2, 1]],
      [new OpDense(3, inputs()), [1, 1, 3]],
      [new OpSoftmaxCrossEntropyLoss(logits(1, 2), { value: 0 }), []],
    ] as const) {
      const { dlossDvalue, before } = draw(op, seededRandom(1));
      expect(dlossDvalue.shape).deep.equal(shape);
      expect(before.shape).deep.equal(op.inputs.value.shape);
      expect(before.data.every((x) => x !== 0)).equal(true);
    }
    const loss = new OpSoftmaxCrossEntropyLoss(logits(1, 2), { value: 0 });
    expect([...draw(loss, seededRandom(1)).dlossDvalue.data]).deep.equal([1]);
  });

  it("is handed a gradient of the shape that an op has by its sizes, whatever stands for its value", () => {
    const spoilt = { value: zeros([1]) };
    const sizes = { height: 3, width: 4, filters: 5 };
    for (const [own, shape] of [
      [sizes, [3, 4, 5]],
      [{ ...sizes, units: 6 }, [1, 1, 6]],
      [{ ...sizes, height: undefined }, [1]],
      [{ ...sizes, width: undefined }, [1]],
      [{ ...sizes, filters: undefined }, [1]],
    ] as const) {
      const op = Object.assign(new OpRelu(inputs()), own, spoilt);
      expect(draw(op, seededRandom(1)).dlossDvalue.shape).deep.equal(shape);
    }
  });

  it("gives what both passes made, of a loss what it added, and leaves the op as it was", () => {
    const op = new OpSoftmaxCrossEntropyLoss(logits(0, 0), { value: 1 });
    const { results, softmaxProb, conduct } = tried(op);
    const numbers = Object.entries(results).map(([name, made]) => [
      name,
      typeof made === "string" ? made : [...made.data].map((x) => Number(x.toFixed(9))),
    ]);
    expect(numbers).deep.equal([
      ["forward", [Number(Math.LN2.toFixed(9))]],
      ["gradient wrt inputs", [0.5, -0.5]],
    ]);
    expect([...(softmaxProb?.data ?? [])]).deep.equal([0.5, 0.5]);
    expect(conduct.forward.stopped).equal(undefined);
    expect(op.value).equal(0);
    expect([...op.softmaxProb.data]).deep.equal([0, 0]);
    expect([...op.inputs.dlossDvalue.data]).deep.equal([0, 0]);
  });

  it("lets an interrupt of the user's go on, and any other error be told", () => {
    const failing = (error: unknown) => () => {
      throw error;
    };
    const interrupt = Object.assign(new Error("interrupted"), { name: "KeyboardInterrupt" });
    for (const method of ["forward", "backward"] as const) {
      const interrupted = () => tried(new OpRelu(inputs()), { [method]: failing(interrupt) });
      expect(interrupted).throw(interrupt.message);
      const { conduct } = tried(new OpRelu(inputs()), { [method]: failing("a text.") });
      expect(conduct[method].stopped).equal(`${method}() stopped: it threw a text.`);
      expect(conduct[method].outside).equal(false);
      const told = tried(new OpRelu(inputs()), { [method]: failing(new TypeError("no.")) });
      expect(told.conduct[method].stopped).match(
        /^\w+\(\) stopped: TypeError: no at .*attempt\.test\.ts:/,
      );
    }
    const op = new OpRelu(inputs());
    const made = tried(op);
    const differentiate = (error: unknown) => () =>
      numericGradients(Object.assign(op, { forward: failing(error) }), made, 1e-4);
    expect(differentiate(interrupt)).throw(interrupt.message);
    expect(differentiate(new Error("no"))()).deep.equal({});
  });

  it("says what is there in place of a tensor or a number", () => {
    const relu = tried(new OpRelu(inputs()), {
      forward() {
        Object.assign(this, { value: [1, 2] });
      },
    });
    expect(relu.results.forward).equal(
      "value is an array of 2; it has to be a tensor: tensor(numbers, shape) makes one.",
    );
    const loss = tried(new OpSoftmaxCrossEntropyLoss(logits(1, 2), { value: 0 }), {
      forward() {
        Object.assign(this, { value: undefined });
      },
    });
    expect(loss.results.forward).equal("value is undefined; it has to be a number.");
    const dense = tried(new OpDense(1, inputs()), {
      backward() {
        Object.assign(this, { dlossDweights: null });
      },
    });
    expect(dense.results["gradient wrt weights"]).match(
      /^dlossDweights is null; it has to be a tensor/,
    );
  });

  it("notices what a pass changes that it has to leave, and what it returns", () => {
    const dense = () => new OpDense(1, inputs());
    for (const method of ["forward", "backward"] as const) {
      const spoilt = (spoil: (op: OpDense) => unknown) => {
        const op = dense();
        return tried(op, { [method]: () => spoil(op) }).conduct[method];
      };
      const gradient = (of: string) => (method === "forward" ? "forward" : `gradient wrt ${of}`);
      expect(spoilt((op) => void op.inputs.value.set(1, 0, 0, 9)).changed).deep.equal({
        quantity: gradient("inputs"),
        text: `${method}() changes inputs.value at [1, 0, 0]; it has to leave them as they are.`,
      });
      expect(spoilt((op) => void op.weights.set(0, 0, 1, 0, 9)).changed).deep.equal({
        quantity: gradient("weights"),
        text: `${method}() changes weights at [0, 0, 1, 0]; it has to leave them as they are.`,
      });
      expect(spoilt((op) => void Object.assign(op, { weights: zeros([1]) })).changed?.text).equal(
        `${method}() changes weights to a tensor of shape [1]; it has to leave them as they are.`,
      );
      const { changed: replaced } = spoilt((op) => void Object.assign(op.inputs, { value: [1] }));
      expect(replaced?.text).equal(
        `${method}() changes inputs.value to an array of 1; it has to leave them as they are.`,
      );
      expect(spoilt(() => 3).returned).equal(true);
      const { returned, changed } = spoilt(() => {});
      expect([returned, changed]).deep.equal([false, undefined]);
    }
    const upstream = (spoil: (op: OpDense) => void) => {
      const op = dense();
      return tried(op, { backward: () => spoil(op) }).conduct.backward.changedUpstream;
    };
    expect(upstream((op) => void op.dlossDvalue.set(0, 0, 0, 9))).equal(true);
    expect(upstream((op) => void Object.assign(op, { dlossDvalue: undefined }))).equal(true);
    expect(upstream(() => {})).equal(false);
  });

  it("hands the backward pass what forward had to leave", () => {
    const spoil = (op: CheckedOp) => {
      op.inputs.value.data.fill(7);
      op.inputs.dlossDvalue.data.fill(7);
      if ("weights" in op) op.weights.data.fill(7);
    };
    for (const make of [
      () => new OpDense(1, inputs()),
      () => new OpSoftmaxCrossEntropyLoss(logits(1, 2), { value: 0 }),
    ]) {
      const [right, mine] = [make(), make()];
      const forward = () => {
        right.forward.call(mine);
        spoil(mine);
      };
      const [expected, found] = [tried(right), tried<CheckedOp>(mine, { forward })].map(
        ({ results }) => [results["gradient wrt inputs"], results["gradient wrt weights"]],
      );
      const numbers = (made: typeof expected) =>
        made.map((each) => (typeof each === "object" ? [...each.data] : each));
      expect(numbers(found)).deep.equal(numbers(expected));
    }
  });

  it("hands the backward pass what a repair says, copied", () => {
    const repair = { forward: tensor([7], []), softmaxProb: tensor([0.25, 0.75], [2]) };
    const handed: unknown[] = [];
    const loss = new OpSoftmaxCrossEntropyLoss(logits(1, 2), { value: 0 });
    loss.backward = () => void handed.push(loss.value, ...loss.softmaxProb.data);
    const relu = new OpRelu(inputs());
    relu.backward = () => {
      handed.push(...relu.value.data);
      relu.value.data.fill(9);
    };
    attempt(loss, draw(loss, seededRandom(1)), { repair });
    const value = tensor([4, 3, 2, 1], [2, 2, 1]);
    attempt(relu, draw(relu, seededRandom(1)), { repair: { forward: value } });
    expect(handed).deep.equal([7, 0.25, 0.75, 4, 3, 2, 1]);
    expect([...value.data]).deep.equal([4, 3, 2, 1]);
  });

  it("tells a loss that is 0 for its class from one that is never set", () => {
    const zero = (numbers: number[], forward: (op: OpSoftmaxCrossEntropyLoss) => void) => {
      const op = new OpSoftmaxCrossEntropyLoss(logits(...numbers), { value: 0 });
      let handed = Number.NaN;
      const backward = () => {
        handed = op.value;
      };
      const { conduct, results, softmaxProb } = tried(op, { forward: () => forward(op), backward });
      expect(op.trueLabel.value).equal(0);
      expect(handed, "what forward left").equal((results.forward as Tensor).data[0]);
      return [conduct.forward.setsZero, softmaxProb?.data[0]];
    };
    const right = OpSoftmaxCrossEntropyLoss.prototype.forward;
    expect(zero([900, 0], (op) => right.call(op))).deep.equal([true, 1]);
    expect(zero([900, 0], () => {})).deep.equal([false, 0]);
    expect(zero([0, 0], (op) => right.call(op))).deep.equal([undefined, 0.5]);
    // 0 of equal logits, and not of another class
    const withoutSum = (op: OpSoftmaxCrossEntropyLoss) => {
      const { data } = op.inputs.value;
      op.value = Math.max(...data) - data[op.trueLabel.value];
    };
    expect(zero([900, 0], withoutSum)).deep.equal([true, 0]);
    // the loss of the class with the largest logit is 0 for any class, but not of equal logits
    const best = (op: OpSoftmaxCrossEntropyLoss) => {
      right.call(op);
      const [first, second] = op.inputs.value.data;
      op.value = first === second ? 1 : 0;
    };
    expect(zero([900, 0], best)).deep.equal([true, 1]);
  });
});
