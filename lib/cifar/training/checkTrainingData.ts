import { checkDataset } from "../../data/checkDataset.ts";
import type { TrainingData } from "./trainOptions.ts";

/**
 * Makes sure that there are a training and a validation set, each of which holds together, of the
 * same classes.
 *
 * @throws TypeError when one is missing, or is no dataset
 * @throws RangeError when one does not hold together, or their classes differ
 */
export function checkTrainingData(caller: string, data: TrainingData): void {
  for (const name of ["train", "validation"] as const) {
    if (!data?.[name]?.labels) {
      throw new TypeError(`${caller}: data has no ${name} set; pass { train, validation }`);
    }
    checkDataset(`${caller}: data.${name}`, data[name]);
  }
  const [train, validation] = [data.train, data.validation].map(({ classes }) => classes.join());
  if (train === validation) return;
  throw new RangeError(
    `${caller}: data.train has the classes ${train}, data.validation ${validation}; a label must ` +
      "mean the same in both",
  );
}
