import type { Translator } from "../translator/translator.ts";

let loading: Promise<Translator> | undefined;

/** The translator; loading it blocks this thread for about a second, the first time. */
export function typescript(): Promise<Translator> {
  loading ??= import("../translator/translator.ts").then(({ Translator }) => new Translator());
  return loading;
}
