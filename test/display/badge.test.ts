import { expect } from "chai";
import { badge } from "lib/display";

describe("badge", () => {
  it("says by sign, word and frame what the colours say, and brings its own background", () => {
    for (const [passed, sign] of [
      [true, "✓"],
      [false, "✗"],
    ] as const) {
      const html = badge(passed, "a < b");
      expect(html).to.contain(`<span aria-hidden="true">${sign}</span> a &lt; b</span>`);
      expect(html).to.match(/style="color:#\w+;background:#\w+;border:1px solid #\w+;/);
      for (const [, red, green] of html.matchAll(/#(..)(..)../g)) {
        expect(Number.parseInt(red, 16) < Number.parseInt(green, 16)).to.equal(passed);
      }
      expect(html).to.contain("print-color-adjust:exact");
    }
  });
});
