import { BehaviourReport, judged } from "./behaviourReport.ts";
import { type Played, playStopping, type Script, type StoppingLoop } from "./playStopping.ts";

/**
 * Whether a loop stops early as it should: it is run on scripted accuracies, without a network, and
 * each behaviour is judged for itself.
 */
export async function checkEarlyStopping(loop: StoppingLoop): Promise<BehaviourReport> {
  const rising = await playStopping(loop, RISING);
  const uneven = await playStopping(loop, { ...RISING, iterations: 18 });
  const falling = await playStopping(loop, FALLING);
  const ended = await playStopping(loop, ENDED);
  const counts: [Script, Played][] = [];
  for (const script of COUNTED) counts.push([script, await playStopping(loop, script)]);
  const all = [rising, uneven, falling, ended, ...counts.map(([, played]) => played)];
  return new BehaviourReport("Your early stopping", [
    judged("measures every `validateEvery` steps, on the validation images", measuring(rising)),
    judged("stops after `patience` measurements without a new maximum", patience(falling)),
    judged("counts from the absolute maximum", counting(counts, falling)),
    judged("takes `iterations` steps and no more", stepping(rising) ?? stepping(uneven, 18)),
    judged(
      "puts copies of the best weights back",
      restoring(falling, FALLING, "after it stopped") ??
        restoring(ended, ENDED, "after the last step"),
    ),
    judged("waits for every answer, and ends without an error", ending(all)),
  ]);
}

const common = { iterations: 100, validateEvery: 5, patience: 2 };
const RISING = {
  ...common,
  iterations: 20,
  accuracies: Array.from({ length: 200 }, (_, i) => i / 200),
};
const FALLING = { ...common, accuracies: [0.3, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1] };
const ENDED = { ...common, iterations: 15, patience: 5, accuracies: [0.3, 0.6, 0.5] };
/** A rise below the maximum, an equal accuracy, waiting that a new maximum ends. */
const COUNTED: Script[] = [
  { ...common, patience: 3, accuracies: [0.5, 0.3, 0.35, 0.4, 0.45, 0.48, 0.49, 0.1] },
  { ...common, accuracies: [0.5, 0.5, 0.5, 0.5, 0.5] },
  { ...common, accuracies: [0.3, 0.2, 0.4, 0.3, 0.5, 0.2, 0.1, 0.1] },
];

/** Measurements after which a loop has to stop. */
function due({ accuracies, patience }: Script): number {
  let best = 0;
  let last = best;
  while (last - best < patience) {
    last++;
    if (accuracies[last] > accuracies[best]) best = last; // behind the end none
  }
  return last + 1;
}

/** What a loop measured after its first step, on those images of which it measured most. */
function counted({ measured }: Played): Played["measured"] {
  const [most] = ["validation", "test", "train", "other"]
    .map((name) => measured.filter(({ images, after }) => images === name && after > 0))
    .toSorted((a, b) => b.length - a.length);
  return most;
}

/** The steps taken when the best accuracy was measured. */
function bestStep(played: Played, { accuracies }: Script): number | undefined {
  return counted(played)[accuracies.indexOf(Math.max(...accuracies))]?.after;
}

function stoppedEarly({ ending, steps }: Played): boolean {
  return ending === "returned" && steps.length < common.iterations;
}

function measuring({ measured }: Played): string | undefined {
  if (measured.length === 0) return "It measures nothing.";
  const other = measured.find(({ images }) => images !== "validation");
  if (other) {
    return `It measures on data.${other.images}; what decides when to stop is measured on data.validation.`;
  }
  const after = measured.map((each) => each.after).filter((each) => each <= RISING.iterations);
  return String(after) === "5,10,15,20"
    ? undefined
    : `With validateEvery 5 it has to measure after 5, 10, 15 and 20 steps; it measured after ${list(after)}.`;
}

function patience(played: Played): string | undefined {
  const [made, right] = [counted(played).length, due(FALLING)];
  if (stoppedEarly(played) && made === right) return undefined;
  const given = `With patience 2 and the accuracies ${FALLING.accuracies.slice(0, 4).join(", ")} it has to stop after measurement ${right}`;
  if (made === 0) return `${given}; it measured nothing.`;
  return stoppedEarly(played)
    ? `${given}; it stopped after measurement ${made}.`
    : `${given}; it did not stop${played.ending === "stopped" ? ", and the check stopped it" : ""}.`;
}

function counting(counts: [Script, Played][], falling: Played): string | undefined {
  if (counted(falling).length === 0) return "It measures nothing that it could count.";
  // A loop that stops late, or not at all, may count rightly all the same.
  const late = stoppedEarly(falling) ? counted(falling).length - due(FALLING) : undefined;
  for (const [script, played] of counts) {
    const right =
      late === undefined
        ? undefined
        : due({ ...script, patience: Math.max(1, script.patience + late) });
    const isRight =
      right === undefined
        ? played.ending === "stopped" || played.weightsOf === bestStep(played, script)
        : stoppedEarly(played) && counted(played).length === right;
    if (isRight) continue;
    const shown = script.accuracies.slice(0, due(script)).join(", ");
    const did = stoppedEarly(played)
      ? `stopped after measurement ${counted(played).length}`
      : "did not";
    return (
      `Of the accuracies ${shown} the last ${script.patience} are no new maximum, so patience ` +
      `${script.patience} ends there; your loop ${did}. Compare with the highest so far: an equal one is no gain, and a new one sets the count back to 0.`
    );
  }
  return undefined;
}

function stepping({ steps, ending }: Played, iterations = 20): string | undefined {
  if (steps.length === 0) return "It takes no step.";
  if (ending === "stopped") {
    return `With iterations ${iterations} it did not end, so the check stopped it.`;
  }
  if (steps.length > iterations) {
    return `With iterations ${iterations} it took ${steps.length} steps.`;
  }
  if (steps.some((step, i) => step !== i)) {
    return `Steps are numbered 0, 1, 2, …; it took ${list(steps.slice(0, 4))}, ….`;
  }
  return steps.length < iterations
    ? `With accuracies that only rise and iterations ${iterations} it took ${steps.length} steps.`
    : undefined;
}

function restoring(played: Played, script: Script, when: string): string | undefined {
  const best = bestStep(played, script);
  if (best === undefined) return "It measures nothing, so it knows no best weights.";
  if (played.aliased) {
    return "It keeps the network's own tensors, which the next steps change: keep a clone() of each.";
  }
  // A loop that the check had to stop cannot put anything back; that is another behaviour.
  if (played.ending !== "returned" || played.weightsOf === best) return undefined;
  const which =
    played.weightsOf === played.steps.length ? "the last step" : `step ${played.weightsOf}`;
  return `The best accuracy was measured after ${best} steps; ${when} the network has the weights of ${which}.`;
}

function ending(all: readonly Played[]): string | undefined {
  const threw = all.find((played) => played.ending.startsWith("threw"));
  if (threw) return `It ${threw.ending}.`;
  if (all.every(({ steps }) => steps.length === 0)) return "It does nothing.";
  return all.some(({ overlapped }) => overlapped)
    ? "It goes on before a step or a measurement is done: write await before step(…) and measure(…)."
    : undefined;
}

function list(numbers: readonly number[]): string {
  return numbers.length > 8 ? `${numbers.slice(0, 8).join(", ")}, …` : numbers.join(", ");
}
