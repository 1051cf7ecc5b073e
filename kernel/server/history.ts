import type { RequestContent } from "./wire.ts";

type Entry = [session: number, line: number, input: string];

/** A file-name pattern (`*` and `?`) as a regular expression. */
function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);
}

/** What was run in this session. */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string): void {
    this.#entries.push([0, line, input]);
  }

  /** The entries that a `history_request` asks for; outputs are not kept. */
  find(request: RequestContent): [number, number, string | [string, null]][] {
    const { hist_access_type: type, n, pattern = "*", unique, start = 0, stop, output } = request;
    let found = this.#entries;
    if (type === "range") {
      found = found.filter(([, line]) => line >= start && (stop == null || line < stop));
    } else if (type === "search") {
      const wanted = glob(pattern);
      found = found.filter(([, , input]) => wanted.test(input));
    }
    if (unique) found = [...new Map(found.map((entry) => [entry[2], entry])).values()];
    if (n != null) found = n ? found.slice(-n) : [];
    return found.map(([session, line, input]) => [session, line, output ? [input, null] : input]);
  }
}
