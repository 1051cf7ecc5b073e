import { displayInPlace } from "./displayInPlace.ts";
import { terminalLine } from "./terminalLine.ts";

/**
 * Shows something as it goes: in a notebook HTML, replaced in place; in a terminal one line;
 * anywhere else nothing.
 *
 * @param line the state in one line
 * @param html the state with that line
 * @param now the clock, in milliseconds
 * @returns a function to call at every change; it draws at most twice a second, and the last
 *   state, whose `stopped` says why it is the last
 */
export function liveDisplay<State extends { readonly stopped?: string }>(
  line: (state: State) => string,
  html: (state: State, line: string) => string,
  now: () => number = Date.now,
): (state: State) => void {
  const inNotebook = displayInPlace();
  const inTerminal = terminalLine();
  let next = Number.NEGATIVE_INFINITY;
  return (state) => {
    if (state.stopped === undefined && now() < next) return;
    next = now() + 500;
    const text = line(state);
    if (inNotebook) inNotebook({ "text/html": html(state, text), "text/plain": text });
    else inTerminal(text);
  };
}
