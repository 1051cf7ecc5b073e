// A worker that checks the types of cells.
import { CellChecker } from "../cellChecker.ts";

/** First the address of the declarations, then each time the sources down to the cell to be checked. */
export type ToChecker = { declarations: string } | { sources: string[] };

let checker: CellChecker | undefined;

addEventListener("message", async ({ data }: MessageEvent<ToChecker>) => {
  if ("sources" in data) postMessage(checker?.check(data.sources));
  else {
    const answer = await fetch(data.declarations);
    checker = new CellChecker(await answer.json());
    postMessage("ready");
  }
});
