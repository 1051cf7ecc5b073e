import { seededRandom } from "../data/random.ts";
import { type MiniNetworkOptions, randomTensor, tensor, variable } from "../ops/index.ts";
import type { Grade } from "./grade.ts";
import { type Case, gradeOp } from "./gradeOp.ts";
import { between, drawsOf, type GradeOptions } from "./options.ts";
import { crossEntropy } from "./references.ts";

type OpClass = MiniNetworkOptions["OpSoftmaxCrossEntropyLoss"];

/** The points of 3.1.4: six for the formulas, four for logits that overflow in them. */
export function gradeLoss(OpLoss: OpClass, options: GradeOptions = {}): Grade {
  const random = drawsOf("gradeLoss", options);
  const draws = random ?? seededRandom("gradeLoss");
  const caseOf = (numbers: ArrayLike<number>, label: number): Case => {
    const logits = variable(tensor(numbers, [1, 1, numbers.length]));
    return { op: () => new OpLoss(logits, { value: label }), reference: crossEntropy(label) };
  };
  const drawn = (count: number) => randomTensor([count], draws).data;
  const moderate = [caseOf(drawn(3), 0), caseOf(drawn(10), 7)];
  const extreme = [caseOf([-1000, 1000, 0], 0)];
  if (random) {
    moderate.push(caseOf(drawn(300), between(1, 299, random)), caseOf(drawn(2), 1));
    const far = drawn(5).map((y) => 1000 * y - 3000);
    extreme.push(caseOf(far, between(1, 4, random)), caseOf([1000, 998, 1001, 999], 3));
  }
  const gradient = "gradient wrt inputs";
  return gradeOp(
    "3.1.4",
    OpLoss.name,
    ["forward"],
    [
      { what: "the loss", quantity: "forward", points: 3, cases: moderate },
      { what: "the probabilities", quantity: gradient, points: 3, cases: moderate },
      { what: "the loss of logits of ±1000", quantity: "forward", points: 2, cases: extreme },
      {
        what: "the probabilities of logits of ±1000",
        quantity: gradient,
        points: 2,
        cases: extreme,
      },
    ],
  );
}
