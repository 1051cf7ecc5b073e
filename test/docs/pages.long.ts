import { expect } from "chai";
import { Translator } from "../../kernel/translator/translator.ts";
import { read, tracked } from "./tracked.ts";

for (const page of tracked.filter((file) => file.endsWith(".md"))) {
  const blocks = [...read(page).matchAll(/^ *```ts\n(.*?)^ *```$/gms)].map(([, code]) => code);
  if (blocks.length === 0) continue;
  describe(page, () => {
    it("has TypeScript that compiles, block after block, as the cells of a notebook", () => {
      const translator = new Translator("typescript");
      for (const code of blocks) {
        const translated = translator.translate(page, code, []);
        const failure = "failure" in translated ? translated.failure.traceback.join("\n") : "";
        expect(failure, code).to.equal("");
        translator.settle([], true);
      }
    });
  });
}
