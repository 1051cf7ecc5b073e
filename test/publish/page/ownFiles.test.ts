import { expect } from "chai";
import { JSDOM } from "jsdom";
import { ownFiles } from "../../../publish/page/ownFiles.ts";

describe("the files beside a notebook that its page shows", () => {
  const files = (html: string) => ownFiles(new JSDOM(html).window.document);

  it("are named by paths, each once, without what is behind them", () => {
    expect(
      files(
        '<img src="a%20b/c.svg?x=1"><video src="d.mp4#t=3"></video><img src="a b/c.svg"><img src="100%.png">',
      ),
    ).to.deep.equal(["a b/c.svg", "d.mp4", "100%.png"]);
  });

  it("are not the page's own figures, nor what it has in itself", () => {
    const figure = '<figure data-figure="f"><img src="../f.svg"></figure>';
    expect(
      files(`<img src="data:image/png;base64,AA">${figure}<a href="x.html">x</a>`),
    ).to.deep.equal([]);
  });

  it("are nowhere else", () => {
    for (const place of [
      "http://a.org/b.png",
      "//a.org/b.png",
      "/b.png",
      "../b.png",
      "a/../b.png",
      "a/..",
      "file:b",
      "\\b.png",
    ]) {
      expect(() => files(`<img src="${place}">`), place).to.throw(
        `A page loads nothing from elsewhere, this one names ${place}: put the file beside the notebook, and name it from there.`,
      );
    }
    expect(files('<img src="a..b.png"><img src="..a/b.png">')).to.have.length(2);
    const long = `/${"x".repeat(300)}`;
    expect(() => files(`<img src="${long}">`)).to.throw(`names ${long.slice(0, 200)}: put`);
  });
});
