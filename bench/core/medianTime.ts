import { setImmediate } from "node:timers/promises";
import { median } from "./table.ts";

/** The median time of a call in milliseconds, over those that fit into so many; others have their turns in between. */
export async function medianTime(call: () => void, milliseconds: number): Promise<number> {
  const each: number[] = [];
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    const start = performance.now();
    call();
    each.push(performance.now() - start);
    await setImmediate();
  }
  return median(each);
}
