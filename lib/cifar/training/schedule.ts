/** The share of the learning rate that applies when the share `done` of all steps is done. */
export type Schedule = (done: number) => number;

/** Share of a one-cycle run in which the rate rises. */
const WARM_UP = 0.25;

/** Where one cycle starts, as a share of its highest rate. */
const START = 0.1;

/** A named schedule. */
export type ScheduleName = "constant" | "cosine" | "oneCycle";

/**
 * Learning-rate schedules by name. All are 1 at their highest, so `learningRate` is the highest
 * rate of the run.
 *
 * - constant: the same rate throughout
 * - cosine: half a cosine from 1 to 0 (Loshchilov and Hutter, 2017, without restarts)
 * - oneCycle: up on a straight line in the first quarter, as fresh weights bear the full rate
 *   badly, then straight down to 0 (Smith and Topin, 2018)
 */
export const SCHEDULES: Readonly<Record<ScheduleName, Schedule>> = {
  constant: () => 1,
  cosine: (done) => (1 + Math.cos(Math.PI * done)) / 2,
  oneCycle: (done) =>
    done < WARM_UP ? START + ((1 - START) * done) / WARM_UP : (1 - done) / (1 - WARM_UP),
};
