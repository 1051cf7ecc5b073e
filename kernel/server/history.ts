import type { RequestContent } from "./wire.ts";

type Entry = [session: number, line: number, input: string];

/**
 * Whether a text fits a file-name pattern (`*` and `?`). It goes back to the last `*` only: with
 * more of them a regular expression would try all ways to share the text among them.
 */
function fits(text: string, pattern: string): boolean {
  let [at, next] = [0, 0];
  let star: { at: number; next: number } | undefined; // what the last one leaves to be fitted
  while (at < text.length) {
    if (pattern[next] === "*") star = { at, next: ++next };
    else if (pattern[next] === "?" || pattern[next] === text[at]) {
      next++;
      at++;
    } else if (star) {
      at = ++star.at;
      next = star.next;
    } else return false;
  }
  while (pattern[next] === "*") next++;
  return next === pattern.length;
}

/** A longer pattern of a search takes too long where there are long cells. */
const LONGEST_PATTERN = 500;

/** What was run in this session. */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string): void {
    this.#entries.push([0, line, input]);
  }

  /**
   * The entries that a `history_request` asks for; outputs are not kept.
   *
   * @throws RangeError if the pattern has more than 500 characters
   */
  find(request: RequestContent): [number, number, string | [string, null]][] {
    const { hist_access_type: type, n, unique, stop, output } = request;
    const [pattern, start] = [request.pattern ?? "*", request.start ?? 0];
    if (pattern.length > LONGEST_PATTERN) {
      throw new RangeError(
        `history_request: pattern has ${pattern.length} characters, at most ${LONGEST_PATTERN} are searched for`,
      );
    }
    let found = this.#entries;
    if (type === "range") {
      found = found.filter(([, line]) => line >= start && (stop == null || line < stop));
    } else if (type === "search") {
      found = found.filter(([, , input]) => fits(input, pattern));
    }
    if (unique) found = [...new Map(found.map((entry) => [entry[2], entry])).values()];
    if (n != null) found = n ? found.slice(-n) : [];
    return found.map(([session, line, input]) => [session, line, output ? [input, null] : input]);
  }
}
