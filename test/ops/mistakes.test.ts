import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { type Random, seededRandom } from "lib/data";
import * as ops from "lib/ops";
import {
  type CheckReport,
  cmpOps,
  gradientCheck,
  randomTensor,
  type TfOp,
  variable,
} from "lib/ops";
import { useCpuBackend } from "./checks.ts";
import {
  convMistakes,
  denseMistakes,
  lossMistakes,
  type Mistake,
  poolMistakes,
  reluMistakes,
} from "./mistakes.ts";
import { rightWays } from "./rightWays.ts";
import { tfAvgPool, tfConv2d, tfDense, tfLoss } from "./tfOps.ts";

const WHOLE = "CNN_TEST_MISTAKES";
const seeds = Number(process.env[WHOLE] ?? 3);

/** Mistakes that few seeds give their sentence; the first ones give it to all others. */
const SELDOM = [
  "set(y * cellSize + ky, x * cellSize + kx, f → set(y * cellSize + ky, x * cellSize, f",
  "Math.log(sum) + largest - y[this.trueLabel.value] → Math.log(sum)",
  "y[this.trueLabel.value] → largest",
];

type CheckedOp = Parameters<typeof gradientCheck>[0];
type OpClass = new (...args: never[]) => CheckedOp;

/** A kind of op of notebook 3.1, and how to draw one of any size. */
interface Kind {
  cell: string;
  name: string;
  mistakes: readonly Mistake[];
  draw: (Op: OpClass, random: Random) => [CheckedOp, TfOp];
}

const whole = (random: Random, least: number, most: number) =>
  least + Math.floor(random() * (most - least + 1));
const map = (random: Random, least: number) =>
  variable(
    randomTensor([whole(random, least, 6), whole(random, least, 6), whole(random, 1, 4)], random),
  );
const make = (Op: OpClass, ...args: unknown[]): CheckedOp => Reflect.construct(Op, args);

const kinds: readonly Kind[] = [
  {
    cell: "conv",
    name: "OpConv2D",
    mistakes: convMistakes,
    draw: (Op, random) => {
      const inputs = map(random, 3);
      return [make(Op, whole(random, 1, 4), whole(random, 1, 3), inputs, { random }), tfConv2d({})];
    },
  },
  {
    cell: "relu",
    name: "OpRelu",
    mistakes: reluMistakes,
    draw: (Op, random) => [make(Op, map(random, 1)), (x) => tf.relu(x)],
  },
  {
    cell: "pool",
    name: "OpAvgPool",
    mistakes: poolMistakes,
    draw: (Op, random) => {
      const cellSize = whole(random, 1, 4);
      return [make(Op, cellSize, map(random, 1)), tfAvgPool(cellSize)];
    },
  },
  {
    cell: "loss",
    name: "OpSoftmaxCrossEntropyLoss",
    mistakes: lossMistakes,
    draw: (Op, random) => {
      const classes = whole(random, 2, 6);
      const scale = random() < 0.2 ? 1000 : 1;
      const logits = variable(randomTensor([1, 1, classes], random, scale));
      const trueLabel = { value: whole(random, 0, classes - 1) };
      return [make(Op, logits, trueLabel), tfLoss(trueLabel)];
    },
  },
  {
    cell: "dense",
    name: "OpDense",
    mistakes: denseMistakes,
    draw: (Op, random) => [make(Op, whole(random, 1, 4), map(random, 1), { random }), tfDense],
  },
];

describe("a mistake in a solution of notebook 3.1", function () {
  this.timeout(process.env[WHOLE] ? 0 : 6e5); // the whole takes a quarter of an hour and more
  useCpuBackend();
  let cells: Map<string, string>;
  before(async () => {
    if (!process.env[WHOLE]) {
      console.warn(`      Only ${seeds} of 200 seeds are tried; ${WHOLE}=200 tries all.`);
    }
    cells = await sources();
  });

  for (const { cell, name, mistakes, draw } of kinds) {
    it(`in ${name} gets its own sentence at some seed, and no other at any`, () => {
      const others: string[] = [];
      const neverNamed: string[] = [];
      let [named, silent] = [0, 0];
      for (const [right, wrong, sentence] of mistakes) {
        const before = named;
        const source = cells.get(cell) ?? "";
        expect(source, cell).includes(right);
        const start = source.indexOf("// BEGIN SOLUTION");
        const at = (cell === "dense" ? [source.indexOf(right)] : [source.indexOf(right, start)])[0];
        const changed = source.slice(0, at) + wrong + source.slice(at + right.length);
        const Op = evaluate(changed, name);
        for (let seed = 1; seed <= seeds; seed++) {
          for (const report of reports(...draw(Op, seededRandom(seed)))) {
            const hints = report.comparisons.flatMap(({ equal, hint }) =>
              hint && !equal ? [hint] : [],
            );
            if (report.passed) continue;
            if (hints.length === 0) silent++;
            for (const hint of hints) {
              if (sentence.test(hint) || /stopped: RangeError: \w+\(/.test(hint)) named++;
              else others.push(`${wrong}  [seed ${seed}]  ${report.title}: ${hint}`);
            }
          }
        }
        if (named === before) neverNamed.push(`${right} → ${wrong}`);
      }
      if (process.env[WHOLE]) console.log(`      ${name}: ${named} named, ${silent} not`);
      expect([...new Set(others)]).deep.equal([]);
      expect(neverNamed.filter((mistake) => !SELDOM.includes(mistake))).deep.equal([]);
      expect(named).above(silent);
    });
  }

  for (const { cell, name, draw } of kinds) {
    it(`is seen in none of twelve right ways to write ${name}`, () => {
      const ways = rightWays[cell];
      expect(ways.length).least(12);
      for (const way of ways) {
        const Op = evaluate(rewrite(cells.get(cell) ?? "", way), name);
        for (let seed = 1; seed <= Math.max(3, seeds / 4); seed++) {
          for (const report of reports(...draw(Op, seededRandom(seed)))) {
            expect(report.passed, `${way}\n${report}`).equal(true);
          }
        }
      }
    });
  }
});

function reports(op: CheckedOp, tfOp: TfOp): CheckReport[] {
  const show = () => {};
  const bound = Math.max(...op.inputs.value.data.map(Math.abs)) > 100 ? 2e-4 : 1e-5;
  return [cmpOps(op, tfOp, { tf, bound, show }), gradientCheck(op, { show })];
}

/** The code cells of the notebook by their ids. */
async function sources(): Promise<Map<string, string>> {
  const file = new URL("../../notebooks/3.1-neural-network-operations.ipynb", import.meta.url);
  const { cells } = JSON.parse(await readFile(file, "utf8"));
  return new Map(
    cells.map((cell: { id: string; source: string[] }) => [cell.id, cell.source.join("")]),
  );
}

/** The solution regions of a cell, replaced one after another. */
function rewrite(source: string, bodies: readonly string[]): string {
  let i = 0;
  return source.replace(
    /\/\/ BEGIN SOLUTION[\s\S]*?\/\/ END SOLUTION/g,
    (region) => bodies[i++] ?? region,
  );
}

/** The class that a cell declares. */
function evaluate(source: string, name: string): OpClass {
  const names = Object.keys(ops).filter((key) => key !== name);
  const values = names.map((key) => Reflect.get(ops, key));
  return new Function(...names, `${source}\nreturn ${name};`)(...values);
}
