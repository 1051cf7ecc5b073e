import type { Item } from "./grade.ts";

/**
 * An item judged by running a student's function.
 *
 * @param judge says what is wrong, or nothing
 */
export function attempt(what: string, points: number, judge: () => string | undefined): Item {
  try {
    const wrong = judge();
    return { what, points, wrong: wrong && `${what}: ${wrong}` };
  } catch (error) {
    if (error instanceof Error && error.name === "KeyboardInterrupt") throw error;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${error}`;
    return { what, points, wrong: `${what}: it stopped: ${text}` };
  }
}
