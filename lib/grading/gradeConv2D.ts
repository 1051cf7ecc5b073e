import { seededRandom } from "../data/random.ts";
import { type MiniNetworkOptions, randomTensor, variable } from "../ops/index.ts";
import type { Grade } from "./grade.ts";
import { type Case, gradeOp } from "./gradeOp.ts";
import { between, drawsOf, type GradeOptions } from "./options.ts";
import { convolution } from "./references.ts";

type OpClass = MiniNetworkOptions["OpConv2D"];

/** The points of 3.1.1: half for each gradient of a convolution. */
export function gradeConv2D(OpConv2D: OpClass, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeConv2D", options);
  const draws = random ?? seededRandom("gradeConv2D");
  const shapes = [{ height: 10, width: 10, channels: 3, filters: 4, kernelSize: 3 }];
  if (random) {
    shapes.push(
      { height: 7, width: 6, channels: 2, filters: 5, kernelSize: 1 },
      ...[2, 3, 5].map((kernelSize) => ({
        height: between(kernelSize, 7, random),
        width: between(kernelSize + 1, 8, random),
        channels: between(1, 2, random),
        filters: between(3, 4, random),
        kernelSize,
      })),
    );
  }
  const cases = shapes.map(({ height, width, channels, filters, kernelSize }): Case => {
    const inputs = variable(randomTensor([height, width, channels], draws));
    const start = String(draws()); // of the same weights whenever it is made
    return {
      op: () => new OpConv2D(filters, kernelSize, inputs, { random: seededRandom(start) }),
      reference: convolution,
    };
  });
  return gradeOp(
    "3.1.1",
    OpConv2D.name,
    ["backward"],
    [
      { what: "gradient wrt inputs", quantity: "gradient wrt inputs", points: 5, cases },
      { what: "gradient wrt weights", quantity: "gradient wrt weights", points: 5, cases },
    ],
  );
}
