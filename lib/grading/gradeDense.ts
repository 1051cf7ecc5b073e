import { seededRandom } from "../data/random.ts";
import {
  type Dense,
  type DenseOptions,
  randomTensor,
  type Variable,
  variable,
} from "../ops/index.ts";
import type { Grade } from "./grade.ts";
import { type Case, gradeOp } from "./gradeOp.ts";
import { between, drawsOf, type GradeOptions } from "./options.ts";
import { dense } from "./references.ts";

type OpClass = new (units: number, inputs: Variable, options: DenseOptions) => Dense;

/** The extra points of 3.1.6: two for the forward pass, three for its gradients. */
export function gradeDense(OpDense: OpClass, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeDense", options);
  const draws = random ?? seededRandom("gradeDense");
  const shapes: [units: number, shape: [number, number, number]][] = [[5, [10, 10, 3]]];
  if (random) {
    for (let i = 0; i < 3; i++) {
      shapes.push([
        between(1, 6, random),
        [between(1, 3, random), between(4, 5, random), between(1, 2, random)],
      ]);
    }
  }
  const cases = shapes.map(([units, shape]): Case => {
    const inputs = variable(randomTensor(shape, draws));
    const start = String(draws()); // of the same weights whenever it is made
    return {
      op: () => new OpDense(units, inputs, { random: seededRandom(start) }),
      reference: dense,
    };
  });
  return gradeOp(
    "3.1.6",
    OpDense.name,
    ["forward", "backward"],
    [
      { what: "forward", quantity: "forward", points: 2, cases },
      { what: "gradient wrt inputs", quantity: "gradient wrt inputs", points: 1.5, cases },
      { what: "gradient wrt weights", quantity: "gradient wrt weights", points: 1.5, cases },
    ],
  );
}
