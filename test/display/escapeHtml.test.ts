import { expect } from "chai";
import { sentenceHtml } from "lib/display";

describe("a sentence as HTML", () => {
  for (const [sentence, html] of [
    ["takes `iterations` steps", "takes <code>iterations</code> steps"],
    ["`a` and `b`", "<code>a</code> and <code>b</code>"],
    ["`a<b>` & `c", "<code>a&lt;b&gt;</code> &amp; `c"],
    ["`` is empty", "`` is empty"],
  ]) {
    it(`has names in backticks as code, all else letter for letter: ${sentence}`, () => {
      expect(sentenceHtml(sentence)).to.equal(html);
    });
  }
});
