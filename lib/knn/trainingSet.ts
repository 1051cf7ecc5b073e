/** A place in the plane, [x, y]. */
export type Point = readonly [x: number, y: number];

/** The name of a class: "+", "cat", 3. */
export type Label = string | number;

/** N labelled points; `labels[i]` belongs to `points[i]`. */
export interface TrainingSet {
  readonly points: readonly Point[];
  readonly labels: readonly Label[];
}

/**
 * Checks that `caller` can find the `k` nearest of `trainingSet`.
 *
 * @throws RangeError for an empty set, for labels of another length and for k outside 1 … N;
 *   TypeError for a point that is not two finite numbers
 */
export function checkTrainingSet(caller: string, { points, labels }: TrainingSet, k: number): void {
  if (points.length === 0) {
    throw new RangeError(`${caller}: the training set is empty; give it at least one point`);
  }
  if (labels.length !== points.length) {
    throw new RangeError(
      `${caller}: ${points.length} points have ${labels.length} labels; give each point one label`,
    );
  }
  points.forEach((point, i) => {
    checkPoint(caller, `points[${i}]`, point);
  });
  if (!Number.isInteger(k) || k < 1 || k > points.length) {
    throw new RangeError(
      `${caller}: k is ${k}, the training set has ${points.length} points; ` +
        `choose a whole number from 1 to ${points.length}`,
    );
  }
}

/**
 * Checks a point, which errors call `name`.
 *
 * @throws TypeError unless it is two finite numbers
 */
export function checkPoint(caller: string, name: string, point: Point): void {
  if (!Array.isArray(point) || point.length !== 2 || !point.every(Number.isFinite)) {
    const found = Array.isArray(point) ? `[${point.join(", ")}]` : String(point);
    throw new TypeError(`${caller}: ${name} is ${found}; a point is two finite numbers [x, y]`);
  }
}
