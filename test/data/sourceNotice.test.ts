import { expect } from "chai";
import { type Source, sourceNotice } from "lib/data";

describe("the notice about a source", () => {
  const bundle = (source: Source) =>
    Reflect.get(sourceNotice(source), Symbol.for("Jupyter.display"))();

  it("is one line for real images", () => {
    expect(bundle({ synthetic: false, description: "CIFAR-10, from /data." })).to.deep.equal({
      "application/vnd.cnn-notebooks.source+json": {
        synthetic: false,
        description: "CIFAR-10, from /data.",
      },
      "text/plain": "CIFAR-10, from /data.",
    });
  });

  it("gives published pages the name, which tells of no folder", () => {
    const source = { synthetic: false, description: "From /data.", name: "CIFAR-10 (real)" };
    expect(bundle(source)["application/vnd.cnn-notebooks.source+json"]).to.deep.equal(source);
  });

  it("is a box for a stand-in", () => {
    const shown = bundle({ synthetic: true, description: "Not <real> & drawn." });
    expect(shown["text/plain"]).to.equal("Not <real> & drawn.");
    expect(shown["text/html"]).to.match(
      /^<div [^>]*border[^>]*><strong>Not the real data\.<\/strong>/,
    );
    expect(shown["text/html"]).to.contain("Not &lt;real&gt; &amp; drawn.");
  });
});
