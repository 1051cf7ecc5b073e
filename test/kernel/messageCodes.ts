import { createRequire } from "node:module";

/** TypeScript's messages in German, by their English words and codes. */
const messages: Record<string, string> = createRequire(import.meta.url)(
  "typescript-api/lib/de/diagnosticMessages.generated.json",
);

/** The codes of TypeScript's messages whose words begin so. */
export const codesOf = (words: RegExp): number[] =>
  Object.keys(messages)
    .filter((name) => words.test(name.replaceAll("_", " ")))
    .map((name) => Number(name.split("_").at(-1)));
