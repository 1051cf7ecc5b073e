import { seededRandom } from "../data/random.ts";
import { type MiniNetworkOptions, randomTensor, variable } from "../ops/index.ts";
import type { Grade } from "./grade.ts";
import { type Case, gradeOp } from "./gradeOp.ts";
import { between, drawsOf, type GradeOptions } from "./options.ts";
import { relu } from "./references.ts";

/** The points of 3.1.2: four for the forward pass, one for the backward pass that still fits it. */
export function gradeRelu(OpRelu: MiniNetworkOptions["OpRelu"], options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeRelu", options);
  const draws = random ?? seededRandom("gradeRelu");
  const shapes: [number, number, number][] = [[10, 10, 3]];
  if (random) {
    for (let i = 0; i < 3; i++) {
      shapes.push([between(1, 4, random), between(5, 8, random), between(1, 9, random)]);
    }
  }
  const cases = shapes.map((shape): Case => {
    const inputs = variable(randomTensor(shape, draws));
    return { op: () => new OpRelu(inputs), reference: relu };
  });
  return gradeOp(
    "3.1.2",
    OpRelu.name,
    ["forward"],
    [
      { what: "forward", quantity: "forward", points: 4, cases },
      { what: "gradient wrt inputs", quantity: "gradient wrt inputs", points: 1, cases },
    ],
  );
}
