import { BACKENDS } from "../../backend/backendName.ts";
import type { Dataset } from "../../data/index.ts";
import { imageSize } from "../network/cifarCnn.ts";
import { checkTrainingData } from "../training/checkTrainingData.ts";
import { settingsOf } from "../training/trainOptions.ts";
import { HYPERPARAMETERS, type SearchSpace, type TrialHyperparameters } from "./hyperparameters.ts";

/** What a search chooses by. It takes no test set: that is for the winner alone. */
export interface SearchData {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test?: never;
}

/**
 * Finds what is wrong with a search before it begins.
 *
 * @param fixed hyperparameters that are the same in all trials; undefined ones are not given
 * @throws TypeError when a name is not a hyperparameter, or a value not a plain one
 * @throws RangeError when a list is empty or has a value twice, or nothing varies
 */
export function checkSearch(space: SearchSpace, fixed: Readonly<Record<string, unknown>>): void {
  const lists = Object.entries(space);
  if (lists.length === 0) {
    throw new RangeError("gridSearch: the space is empty; name a hyperparameter and its values");
  }
  for (const [name, values] of lists) {
    checkName(name);
    if (fixed[name] !== undefined) {
      throw new RangeError(
        `gridSearch: ${name} is in the space and among the options; take it out of one of them`,
      );
    }
    checkValues(name, values);
  }
  checkSettings(fixed);
}

/** @throws TypeError when a name is not a hyperparameter, or a value not a plain one */
export function checkSettings(settings: object): void {
  for (const [name, value] of Object.entries(settings)) {
    checkName(name);
    if (value !== undefined) checkPlain(name, value);
  }
}

/**
 * @throws TypeError unless there are a training and a validation set, and no other
 * @throws RangeError when one does not hold together
 */
export function checkData(data: SearchData): void {
  checkTrainingData("gridSearch", data);
  if (data.test !== undefined) {
    throw new TypeError(
      "gridSearch: data has a test set, which must not help to choose; " +
        "pass { train, validation }, and evaluate the winner afterwards",
    );
  }
}

/**
 * Finds trials that would end without a measurement, or see more of the images than there is.
 *
 * @throws RangeError naming both numbers
 */
export function checkTrial(settings: TrialHyperparameters, { train }: SearchData): void {
  const usual = settingsOf({});
  const { validateEvery = usual.validateEvery, iterations = usual.iterations } = settings;
  if (validateEvery > iterations) {
    throw new RangeError(
      `gridSearch: validateEvery is ${validateEvery}, iterations ${iterations}: a trial would end ` +
        `before its first measurement; take validateEvery of at most ${iterations}`,
    );
  }
  const { shape } = train;
  const size = imageSize(settings.size);
  if (size[0] > shape[0] || size[1] > shape[1]) {
    throw new RangeError(
      `gridSearch: size is ${size.join("×")}, the images are ${shape[0]}×${shape[1]}; take ` +
        `size: [${shape[0]}, ${shape[1]}] or less`,
    );
  }
}

/** @throws RangeError when it is given and no backend */
export function checkBackend(backend: string): void {
  const names: readonly string[] = BACKENDS;
  if (names.includes(backend)) return;
  const known = names.map((name) => `"${name}"`).join(", ");
  throw new RangeError(`gridSearch: backend is ${backend}, it takes ${known}`);
}

function checkValues(name: string, values: unknown): void {
  if (!Array.isArray(values)) {
    throw new TypeError(
      `gridSearch: ${name} is ${JSON.stringify(values)}, it takes the list of the values to try`,
    );
  }
  if (values.length === 0) throw new RangeError(`gridSearch: ${name} has no value to try`);
  for (const value of values) checkPlain(name, value);
  const texts = values.map((value) => JSON.stringify(value));
  const twice = texts.find((text, i) => texts.indexOf(text) < i);
  if (twice !== undefined) throw new RangeError(`gridSearch: ${name} has ${twice} twice`);
}

/** A trial's hyperparameters are sent to its worker and stored as JSON. */
function checkPlain(name: string, value: unknown): void {
  const isPlain = (item: unknown) =>
    ["string", "boolean"].includes(typeof item) || Number.isFinite(item);
  if (Array.isArray(value) ? value.every(isPlain) : isPlain(value)) return;
  throw new TypeError(
    `gridSearch: ${name} has ${inWords(value)}; ` +
      "a value is a finite number, a text, true or false, or a list of these",
  );
}

function checkName(name: string): void {
  if (HYPERPARAMETERS.includes(name)) return;
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]|s$/g, "");
  const near = HYPERPARAMETERS.find((known) => letters(known) === letters(name));
  throw new TypeError(
    `gridSearch: "${name}" is not a hyperparameter; ` +
      (near ? `did you mean "${near}"?` : `they are ${HYPERPARAMETERS.join(", ")}`),
  );
}

function inWords(value: unknown): string {
  if (typeof value === "function") return "a function";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
