import { BehaviourReport, judged } from "./behaviourReport.ts";
import { type Ending, Limit } from "./scripted.ts";

/** What a trial is made of. */
export interface Combination {
  readonly learningRate: number;
  readonly filters: readonly number[];
}

/** What came of training a network. */
export interface Trained {
  /** The validation accuracies, in the order in which they were measured. */
  readonly measured: readonly number[];
  /** The accuracy on the test images: for the winner alone, when all are trained. */
  test(): Promise<number>;
}

/** What a grid search works on. */
export interface SearchTask {
  readonly space: {
    readonly learningRate: readonly number[];
    readonly filters: readonly (readonly number[])[];
  };
  /** Trains a network; throws an error where training fails. */
  train(combination: Combination): Promise<Trained>;
}

/** A row of what a grid search returns: its accuracy or, where training failed, its error. */
export interface OwnTrial extends Combination {
  readonly accuracy?: number;
  readonly error?: string;
}

/** A grid search: its trials, the best first. */
export type OwnSearch = (task: SearchTask) => Promise<readonly OwnTrial[]>;

/**
 * Whether a grid search is one: it is run on scripted accuracies, without a network, and each
 * behaviour is judged for itself. Of equal trials the one that was trained first comes first.
 */
export async function checkGridSearch(search: OwnSearch): Promise<BehaviourReport> {
  const plain = await play(search, [0.3, 0.5, 0.4, 0.6, 0.1, 0.2]);
  const failing = await play(search, [0.3, 0.5, undefined, 0.6, 0.1, 0.2]);
  const tied = await play(search, [0.3, 0.5, 0.4, 0.5, 0.1, 0.5]);
  return new BehaviourReport("Your grid search", [
    judged("trains every combination once", combinations(plain)),
    judged("takes the best validation accuracy of each", accuracies(plain)),
    judged("puts the best first", order(plain)),
    judged("touches no test image before the end", tests([plain, failing, tied])),
    judged("records a training that fails, and goes on", failures(failing)),
    judged("of equal trials, puts the one trained first before the others", ties(tied)),
  ]);
}

const SPACE = { learningRate: [0.01, 0.1, 1], filters: [[8], [16, 32]] };
const ALL = SPACE.learningRate.flatMap((learningRate) =>
  SPACE.filters.map((filters) => ({ learningRate, filters })),
);

interface Played {
  ending: Ending;
  trials: readonly OwnTrial[];
  /** The combinations in the order in which they were trained. */
  trained: string[];
  /** The combinations that were tested, and how many were trained by then. */
  tested: { name: string; after: number }[];
  best: ReadonlyMap<string, number | undefined>;
}

const nameOf = ({ learningRate, filters }: Combination): string =>
  `${learningRate} with filters ${filters}`;

async function play(search: OwnSearch, best: (number | undefined)[]): Promise<Played> {
  const scripted = new Map(ALL.map((each, i) => [nameOf(each), best[i]]));
  const trained: string[] = [];
  const tested: Played["tested"] = [];
  const limit = new Limit(10 * ALL.length);
  let trials: readonly OwnTrial[] = [];
  const train = (combination: Combination): Promise<Trained> => {
    limit.refuse();
    trained.push(nameOf(combination));
    return answer(nameOf(combination));
  };
  const answer = async (name: string): Promise<Trained> => {
    await limit.count();
    if (!scripted.has(name)) throw new RangeError(`${name} is not in the space`);
    const accuracy = scripted.get(name);
    if (accuracy === undefined) throw new Error("the loss is not finite");
    return {
      // neither the first nor the last measurement is the best
      measured: [accuracy - 0.06, accuracy, accuracy - 0.03],
      async test() {
        tested.push({ name, after: new Set(trained).size });
        return 1 - accuracy;
      },
    };
  };
  const ending = await limit.run(async () => {
    const returned = await search({ space: SPACE, train });
    trials = Array.isArray(returned) ? returned : [];
  });
  return { ending, trials, trained, tested, best: scripted };
}

function combinations({ trained, ending }: Played): string | undefined {
  if (ending === "stopped") {
    return `It trained ${trained.length} times and did not end, so the check stopped it; there are ${ALL.length} combinations.`;
  }
  const missing = ALL.map(nameOf).filter((name) => !trained.includes(name));
  if (missing.length) {
    return `Of ${ALL.length} combinations it did not train ${missing.length}, for one ${missing[0]}.`;
  }
  return trained.length > ALL.length
    ? `It trained ${trained.length} times; there are ${ALL.length} combinations.`
    : undefined;
}

function accuracies({ trials, best, ending }: Played): string | undefined {
  if (trials.length === 0) return none(ending);
  for (const trial of trials) {
    const right = best.get(nameOf(trial)) ?? Number.NaN;
    if (trial.accuracy === right) continue;
    const first = `The validation accuracies of ${nameOf(trial)} are ${[right - 0.06, right, right - 0.03].map(short).join(", ")}: the best is ${short(right)}, yours ${short(trial.accuracy)}`;
    return trial.accuracy === 1 - right ? `${first}, which is the test accuracy.` : `${first}.`;
  }
  return undefined;
}

function order({ trials, ending }: Played): string | undefined {
  if (trials.length === 0) return none(ending);
  const values = trials.map(({ accuracy = Number.NaN }) => accuracy);
  return values.every((value, i) => i === 0 || values[i - 1] >= value)
    ? undefined
    : `The accuracies it returns are ${values.map(short).join(", ")}; the highest comes first.`;
}

function tests(all: readonly Played[]): string | undefined {
  if (all.every(({ trained }) => trained.length === 0)) return "It trains nothing.";
  for (const { tested, trials } of all) {
    const early = tested.find(({ after }) => after < ALL.length);
    if (early) {
      return `It tests ${early.name} when ${early.after} of ${ALL.length} are trained: choose on the validation images.`;
    }
    if (tested.length > 1) {
      return `It tests ${tested.length} networks; only the winner is tested, once.`;
    }
    const [[test], [first]] = [tested, trials];
    if (test && first && test.name !== nameOf(first)) {
      return `It tests ${test.name}, but its winner is ${nameOf(first)}.`;
    }
  }
  return undefined;
}

function failures(played: Played): string | undefined {
  const { ending, trials, trained, best } = played;
  if (ending !== "returned") return `Where a training threw an error, the search ${ending}.`;
  if (trained.length === 0) return "It trains nothing.";
  const failed = ALL.map(nameOf).find((name) => best.get(name) === undefined) ?? ""; // there is one
  const trial = trials.find((each) => nameOf(each) === failed);
  if (!trained.includes(failed)) return undefined; // that is another behaviour
  if (!trial) return `${failed} failed, and is missing among the trials: note its error.`;
  // that the worst comes first is another behaviour
  if (trials[0] === trial && order({ ...played, trials: trials.slice(1) }) === undefined) {
    return `${failed} failed and comes first: compare only trials that have an accuracy.`;
  }
  return trial.accuracy || !trial.error
    ? `${failed} failed: its trial has an error and no accuracy; yours has accuracy ${short(trial.accuracy)}.`
    : undefined;
}

function ties({ trials, trained, best, ending }: Played): string | undefined {
  const tied = trials.map(nameOf).filter((name) => best.get(name) === 0.5);
  if (trained.length > 0 && trained.filter((name) => best.get(name) === 0.5).length < 2) {
    return undefined; // that is another behaviour
  }
  if (tied.length < 2) {
    return trials.length === 0 ? none(ending) : "It returns fewer than two of three equal trials.";
  }
  const right = [...tied].sort((a, b) => trained.indexOf(a) - trained.indexOf(b));
  return String(tied) === String(right)
    ? undefined
    : `${right[0]} and ${right[1]} are equal, and ${right[0]} was trained first; yours has ${tied[0]} first.`;
}

function none(ending: Ending): string {
  return ending === "returned" ? "It returns no trials." : `It ${ending} and returns no trials.`;
}

function short(accuracy = Number.NaN): string {
  return Number.isNaN(accuracy) ? "none" : String(Number(accuracy.toFixed(3)));
}
