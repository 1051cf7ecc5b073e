import { expect } from "chai";
import { JSDOM } from "jsdom";
import type { Content } from "../../../publish/page/finish.ts";
import { pagesOf } from "../../../publish/page/pages.ts";

const CONTENT: Content = {
  ...{
    body: "<h1>1.0 A</h1><p>Prose $&amp;.</p>",
    title: "1.0 A",
    summary: "<em>What</em> it is.",
  },
  ...{ cover: "", headings: [], files: [] },
};
const SOURCE = "application/vnd.cnn-notebooks.source+json";
const published = (name: string, content: Partial<Content>, sources: object[] = []) => ({
  name,
  content: { ...CONTENT, ...content },
  times: { finished: "2026-03-04T23:30:00Z", seconds: 5.6 },
  run: {
    cells: sources.map((source) => ({
      ...{ id: "a", cell_type: "code", source: "", metadata: {} },
      outputs: [
        { output_type: "display_data", data: { [SOURCE]: source } },
        { output_type: "stream" },
      ],
    })),
    ...{ metadata: {}, nbformat: 4, nbformat_minor: 5 },
  },
});
const documentOf = (html: string) => new JSDOM(html).window.document;

describe("the pages of a site", () => {
  const headings = [
    { level: 2, id: "One", html: "One" },
    { level: 3, id: "Inner", html: "Inner" },
    { level: 2, id: "Two é", html: "<em>Two</em>" },
  ];
  const all = pagesOf([
    published("1.0-a", { headings, cover: '<img src="c.svg">' }),
    published("2.0-b", {
      title: "2.0 B & C",
      body: '<h1>2.0 B</h1><figure data-figure="f"></figure>',
    }),
  ]);

  it("are an index and one for each notebook", () => {
    expect(Object.keys(all)).to.deep.equal(["index.html", "1.0-a.html", "2.0-b.html"]);
    const titles = Object.values(all).map(
      (html) => documentOf(html).querySelector("h1")?.textContent,
    );
    expect(titles).to.deep.equal(["Image classification using CNNs", "1.0 A", "2.0 B"]);
  });

  it("say under the heading when and on what the notebook ran, each source once", () => {
    const about = (...sources: object[]) => {
      const html = pagesOf([published("1.0-a", {}, sources)])["1.0-a.html"];
      return documentOf(html).querySelector("h1 + p.run")?.innerHTML;
    };
    const when = "Executed on 4 March 2026 in 6 s.";
    expect(about()).to.equal(when);
    expect(about({ synthetic: false, description: "Mine & yours." })).to.equal(
      `${when} Data: Mine &amp; yours.`,
    );
    const real = { synthetic: false, description: "x", name: "MNIST" };
    expect(about(real, real, { ...real, synthetic: true })).to.equal(
      `${when} Data: MNIST. <strong>Not the real data:</strong> MNIST.`,
    );
  });

  it("have their contents, and scripts for figures where they have some", () => {
    const [a, b] = ["1.0-a.html", "2.0-b.html"].map((file) => documentOf(all[file]));
    expect(Array.from(a.querySelectorAll(".contents li"), (item) => item.className)).to.deep.equal([
      ...["level2", "level3", "level2"],
    ]);
    expect(a.querySelector("main p:last-child")?.textContent).to.equal("Prose $&.");
    const hasPlotly = (html: Document) => html.querySelector('script[src$="plotly.js"]') !== null;
    expect([hasPlotly(a), hasPlotly(b)]).to.deep.equal([false, true]);
    expect(b.querySelector("nav [aria-current]")?.getAttribute("href")).to.equal("2.0-b.html");
  });

  it("are told of in the index, with picture, summary and parts", () => {
    const index = documentOf(all["index.html"]);
    const [a, b] = index.querySelectorAll(".entry");
    expect(a.querySelector("h2")?.innerHTML).to.equal('<a href="1.0-a.html">1.0 A</a>');
    expect(b.querySelector("h2")?.textContent).to.equal("2.0 B & C");
    expect(a.querySelector(".cover .picture")?.innerHTML).to.equal('<img src="c.svg">');
    expect(b.querySelector(".cover")).to.equal(null);
    expect(a.querySelector("p")?.innerHTML).to.equal("<em>What</em> it is.");
    expect(Array.from(a.querySelectorAll("li"), (item) => item.innerHTML)).to.deep.equal([
      '<a href="1.0-a.html#One">One</a>',
      '<a href="1.0-a.html#Two%20%C3%A9"><em>Two</em></a>',
    ]);
    expect(a.querySelector(".run")?.textContent).to.match(/^Executed on 4 March 2026 in 6 s\.$/);
    expect(index.querySelector("[aria-current]")?.getAttribute("href")).to.equal("index.html");
  });

  it("name what runs their cells where they can be run", () => {
    const live = { base: "assets/live/1/", cells: "c.json", notebook: "n.ipynb" };
    const html = pagesOf([{ ...published("1.0-a", {}), live }])["1.0-a.html"];
    expect({ ...documentOf(html).documentElement.dataset }).to.deep.equal({
      ...{ live: "assets/live/1/", cells: "c.json", notebook: "n.ipynb" },
    });
  });
});
