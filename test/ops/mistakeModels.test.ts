import { expect } from "chai";
import { type Random, seededRandom } from "lib/data";
import { randomTensor, tensor, variable } from "lib/ops";
import { attempt, draw } from "../../lib/ops/checks/attempt.ts";
import type { CheckedOp } from "../../lib/ops/checks/checkedOp.ts";
import { guardedLayout } from "../../lib/ops/checks/guardedLayout.ts";
import { modelFrom, type Outcome } from "../../lib/ops/checks/mistakes/model.ts";
import { modelOf } from "../../lib/ops/checks/mistakes/modelOf.ts";
import {
  OpAvgPool,
  OpConv2D,
  OpDense,
  OpRelu,
  OpSoftmaxCrossEntropyLoss,
} from "../../lib/ops/solutions/index.ts";
import { changedOp } from "./changedOp.ts";
import { type Edit, edited } from "./edits/edit.ts";
import { editsOf } from "./edits/editsOf.ts";

/** Ops of each kind: of sizes that all differ, and of equal ones, on which no wrong order leads outside. */
const kinds: Record<string, ((random: Random) => CheckedOp)[]> = {
  OpConv2D: [
    (random) =>
      new OpConv2D(4, 3, map([9, 8, 2], random), { stride: 2, dilation: 2, padding: 2, random }),
    (random) => new OpConv2D(3, 3, map([5, 5, 3], random), { random }),
    (random) => new OpConv2D(3, 3, map([3, 3, 3], random), { padding: 2, random }),
    (random) => new OpConv2D(3, 4, map([5, 5, 3], random), { padding: 1, random }),
  ],
  OpRelu: [
    (random) => new OpRelu(map([5, 4, 3], random)),
    (random) => new OpRelu(map([4, 4, 4], random)),
    () => new OpRelu(variable(tensor([-1, 0, 1, 0], [2, 2, 1]))),
  ],
  OpAvgPool: [
    (random) => new OpAvgPool(4, map([10, 9, 3], random)),
    (random) => new OpAvgPool(2, map([4, 4, 4], random)),
  ],
  OpDense: [
    (random) => new OpDense(4, map([3, 2, 2], random), { random }),
    (random) => new OpDense(3, map([3, 3, 3], random), { random }),
  ],
  OpSoftmaxCrossEntropyLoss: [
    [0.4, 1, -0.3, -0.5, 0.2],
    [10, 4, -3, -5, 2], // another class is the top one
    [4, 1, 0.5, 3, 1.5], // which have a logarithm themselves
    [320, 800, -240, -400, 160], // the probability underflows
  ].map(
    (logits) => () =>
      new OpSoftmaxCrossEntropyLoss(variable(tensor(logits, [1, 1, 5])), { value: 3 }),
  ),
};

function map(shape: [number, number, number], random: Random) {
  return variable(randomTensor(shape, random));
}

/** The numbers of all quantities, as text: a sentence and its numbers have to be one to one. */
function numbersOf(outcome: Outcome, right: Outcome): string {
  const all = { ...right, ...outcome };
  return Object.entries(all)
    .map(([quantity, { data }]) => `${quantity}: ${Array.from(data, (x) => x.toPrecision(9))}`)
    .join("\n");
}

type Methods = Pick<CheckedOp, "forward" | "backward">;

/** Both passes of a solution whose source has an edit. */
async function methodsOf(kind: string, edit: Edit): Promise<Methods> {
  const Op = await changedOp<{ prototype: Methods }>(kind, (source) => edited(source, edit));
  const { forward, backward } = Op.prototype;
  return { forward, backward };
}

describe("the arithmetic that a check knows", () => {
  for (const [kind, makers] of Object.entries(kinds)) {
    it(`of ${kind} is what its solution makes`, () => {
      for (const make of makers) {
        const random = seededRandom(8);
        const op = make(random);
        const given = draw(op, random);
        const { results } = attempt(op, given);
        for (const [quantity, right] of Object.entries(modelOf(op, given)?.right ?? {})) {
          const made = results[quantity as keyof Outcome];
          if (typeof made !== "object") throw new Error(`${quantity} is ${made}`);
          for (const [i, number] of made.data.entries()) {
            expect(right.data[i], `${quantity} ${i}`).closeTo(number, 1e-9);
          }
        }
      }
    });
  }
});

describe("the logits of a loss", () => {
  for (const [logits, overflows] of [
    [[709, -745, 3], false],
    [[710, 0, 3], true],
    [[0, -746, 3], true],
  ] as const) {
    it(`${overflows ? "leave" : "do not leave"} the range of exp() at ${logits}`, () => {
      const op = new OpSoftmaxCrossEntropyLoss(variable(tensor(logits, [1, 1, 3])), { value: 2 });
      expect(modelOf(op, draw(op, seededRandom(1)))?.overflows).equal(overflows);
    });
  }
});

describe("the model of some variations", () => {
  const at = (hint: string, change: { row?: number; col?: number }) => ({ hint, change });
  const variations = [
    at("A", { row: 2 }),
    at("B", { row: 3 }),
    at("C", { row: 4, col: 5 }),
    at("C", { col: 6 }),
    at("D", { col: 7 }),
    { ...at("E", { row: 8 }), rare: true },
  ];
  const simulated: string[] = [];
  const simulate = ({ row = 0, col = 0 }): Outcome => {
    simulated.push(`${row} ${col}`);
    return { forward: tensor([row, col], [2]) };
  };

  it("pairs those that are not rare, change different things and read differently", () => {
    const { right, pairs } = modelFrom(simulate, { row: 1, col: 1 }, variations);
    expect([...(right.forward?.data ?? [])]).deep.equal([1, 1]);
    expect(pairs.map(({ hint, outcome }) => [hint, ...(outcome().forward?.data ?? [])])).deep.equal(
      [
        ["A And: C", 2, 6],
        ["A And: D", 2, 7],
        ["B And: C", 3, 6],
        ["B And: D", 3, 7],
      ],
    );
    expect(modelFrom(simulate, {}, variations, { pairs: false }).pairs).deep.equal([]);
  });

  it("runs each of them once, when it is asked for", () => {
    simulated.length = 0;
    const { mistakes } = modelFrom(simulate, {}, variations);
    expect(mistakes.map(({ hint }) => hint)).deep.equal(["A", "B", "C", "C", "D", "E"]);
    expect([...(mistakes[5].outcome().forward?.data ?? [])]).deep.equal([8, 0]);
    mistakes[5].outcome();
    expect(simulated).deep.equal(["0 0", "8 0"]);
  });
});

describe("the mistakes that a check knows", () => {
  for (const [kind, rare] of [
    ["OpConv2D", /^The indices of .* are in a wrong order/],
    ["OpAvgPool", /^The indices of value .* are in a wrong order/],
  ] as const) {
    it(`in ${kind} are looked for two at a time, but for wrong orders`, () => {
      const op = kinds[kind][0](seededRandom(9));
      const { mistakes = [], pairs = [] } = modelOf(op, draw(op, seededRandom(10))) ?? {};
      expect(mistakes.filter(({ hint }) => rare.test(hint))).to.have.length.above(4);
      const both = new Set(pairs.flatMap(({ hint }) => hint.split(" And: ")));
      expect(both.size).above(20);
      expect([...both].filter((hint) => rare.test(hint))).deep.equal([]);
    });
  }

  for (const [kind, count] of Object.entries({
    ...{ OpConv2D: 106, OpRelu: 26, OpAvgPool: 52, OpDense: 15, OpSoftmaxCrossEntropyLoss: 68 },
  })) {
    it(`in ${kind} are ${count}, and each gives what it gives in the source`, async () => {
      const told = new Map<string, boolean>();
      const changed = new Map<string, Promise<Methods>>();
      for (const make of kinds[kind]) {
        const op = make(seededRandom(9));
        const given = draw(op, seededRandom(10));
        const { mistakes = [], right } = modelOf(op, given) ?? {};
        for (const [i, { hint, outcome }] of mistakes.entries()) {
          const nth = mistakes.slice(0, i).filter((other) => other.hint === hint).length;
          const name = `${hint} ${nth}`;
          const edit = editsOf(kind, hint)[nth];
          if (!edit) throw new Error(`no edit of the source is for ${name}`);
          const methods = changed.get(name) ?? methodsOf(kind, edit);
          changed.set(name, methods);
          const mine = Object.assign(make(seededRandom(9)), await methods);
          // Its backward pass takes the right value; the probabilities are the loss's own.
          const repair = kind === "OpSoftmaxCrossEntropyLoss" ? {} : right;
          const { results } = attempt(mine, given, { repair });
          const guarded = attempt(mine, given, { repair, layout: guardedLayout });
          const leaves = Object.values(guarded.conduct).some(({ outside }) => outside);
          expect(Object.keys(outcome()).length === 0, `${name} leads outside`).equal(leaves);
          for (const [quantity, { data }] of Object.entries(outcome())) {
            const made = results[quantity as keyof Outcome];
            const numbers = typeof made === "object" ? made.data : [];
            const isMade = (number: number, k: number) =>
              Object.is(number, numbers[k]) || Math.abs(number - numbers[k]) <= 1e-9;
            expect(
              data.findIndex((number, k) => !isMade(number, k)),
              `${name}: ${quantity}`,
            ).equal(-1);
          }
          told.set(name, told.get(name) || !leaves);
        }
      }
      expect([...told].filter(([, isTold]) => !isTold)).deep.equal([]);
      expect(told.size).equal(count);
    });
  }

  for (const [kind, makers] of Object.entries(kinds)) {
    it(`in ${kind} each change something, and no two sentences the same`, () => {
      const models = makers.map((make) => {
        const random = seededRandom(7);
        const op = make(random);
        const model = modelOf(op, draw(op, random));
        if (!model) throw new Error(`${kind} has no model`);
        return model;
      });
      const numbers = new Map<string, string[]>();
      const idle: string[] = [];
      for (const [i, { hint }] of models[0].mistakes.entries()) {
        const made = models.map(({ mistakes, right }) =>
          numbersOf(mistakes[i]?.outcome() ?? {}, right),
        );
        if (made.every((text, m) => text === numbersOf({}, models[m].right))) idle.push(hint);
        const key = made.join("\n");
        numbers.set(key, [...(numbers.get(key) ?? []), hint]);
      }
      expect(idle).deep.equal([]);
      const alike = [...numbers.values()].filter((hints) => new Set(hints).size > 1);
      expect(alike).deep.equal([]);
    });
  }
});
