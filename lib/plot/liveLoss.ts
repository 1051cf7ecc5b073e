import { displayInPlace } from "../display/index.ts";
import { curveSvg } from "./curveSvg.ts";

/**
 * Shows a loss while it falls: in a notebook a curve, replaced in place, and at the end the last
 * loss alone; anywhere else nothing.
 *
 * @param now the clock, in milliseconds
 * @returns a function to call with all losses so far; it draws at most four times a second
 */
export function liveLoss(
  title: string,
  iterations: number,
  now: () => number = Date.now,
): (loss: readonly number[]) => void {
  const put = displayInPlace();
  let next = Number.NEGATIVE_INFINITY;
  return (loss) => {
    const ended = loss.length >= iterations;
    if (!put || (!ended && now() < next)) return;
    next = now() + 250;
    const points = loss.map((value, iteration) => ({ iteration, value }));
    const text = `${title}: ${loss[loss.length - 1].toFixed(3)} after ${loss.length} of ${iterations} iterations`;
    const svg = curveSvg({ title, points, iterations, format: (value) => value.toFixed(2) });
    put({ "text/html": `${ended ? "" : svg}<div>${text}</div>`, "text/plain": text });
  };
}
