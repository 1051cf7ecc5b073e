import { seededRandom } from "../data/random.ts";
import { type MiniNetworkOptions, randomTensor, variable } from "../ops/index.ts";
import type { Grade } from "./grade.ts";
import { type Case, gradeOp } from "./gradeOp.ts";
import { between, drawsOf, type GradeOptions } from "./options.ts";
import { averagePooling } from "./references.ts";

type OpClass = MiniNetworkOptions["OpAvgPool"];

/** The points of 3.1.3: three for cells that fill their inputs, two for cells over the edge. */
export function gradeAvgPool(OpAvgPool: OpClass, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeAvgPool", options);
  const draws = random ?? seededRandom("gradeAvgPool");
  const caseOf = (cellSize: number, shape: [number, number, number]): Case => {
    const inputs = variable(randomTensor(shape, draws));
    return { op: () => new OpAvgPool(cellSize, inputs), reference: averagePooling(cellSize) };
  };
  const whole = [caseOf(2, [10, 10, 3])];
  const ragged = [caseOf(4, [10, 10, 3])];
  if (random) {
    for (const cellSize of [2, 3]) {
      const [rows, cols] = [between(1, 2, random), between(3, 4, random)];
      const [more, less] = [between(1, cellSize - 1, random), between(1, cellSize - 1, random)];
      whole.push(caseOf(cellSize, [rows * cellSize, cols * cellSize, between(1, 2, random)]));
      ragged.push(caseOf(cellSize, [rows * cellSize + more, cols * cellSize - less, 4]));
    }
  }
  const quantity = "gradient wrt inputs";
  return gradeOp(
    "3.1.3",
    OpAvgPool.name,
    ["backward"],
    [
      { what: "gradient wrt inputs", quantity, points: 3, cases: whole },
      { what: "gradient wrt inputs, cells over the edge", quantity, points: 2, cases: ragged },
    ],
  );
}
