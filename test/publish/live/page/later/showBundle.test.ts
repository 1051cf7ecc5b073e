import { expect } from "chai";
import { showBundle } from "../../../../../publish/live/page/later/showBundle.ts";
import { inPage } from "../../inPage.ts";
import { bodyOf, type FakePage, fakePage } from "../fakePage.ts";

describe("a MIME bundle in a page", () => {
  const window = inPage(bodyOf({ a: "1" }));
  let page: FakePage;
  let figures: [string | null, string][];
  beforeEach(() => {
    page = fakePage();
    figures = [];
    window.showFigure = (place, { layout }) => {
      figures.push([place.getAttribute("aria-label"), place.tagName]);
      place.textContent = `figure ${layout.height}`;
      return async () => {};
    };
  });

  const place = async (data: Record<string, unknown>, metadata = {}) => {
    const element = document.createElement("div");
    element.textContent = "before";
    await showBundle(page, element, data, metadata);
    return element;
  };
  const show = async (data: Record<string, unknown>, metadata = {}) =>
    (await place(data, metadata)).innerHTML;

  const svg = "<svg>é</svg>";
  const rows: [string, Record<string, unknown>, string][] = [
    ["text", { "text/plain": "a < b" }, "<pre>a &lt; b</pre>"],
    ["text in pieces", { "text/plain": ["a", "b"] }, "<pre>ab</pre>"],
    ["HTML", { "text/plain": "t", "text/html": ["<b>", "x</b>"] }, "<b>x</b>"],
    ["Markdown", { "text/plain": "t", "text/markdown": "*x*" }, "<p><em>x</em></p>\n"],
    [
      "a PNG",
      { "text/plain": "t", "image/png": "AAAA" },
      '<img src="data:image/png;base64,AAAA" alt="">',
    ],
    ["a JPEG", { "image/jpeg": "BBBB" }, '<img src="data:image/jpeg;base64,BBBB" alt="">'],
    [
      "an SVG rather than pixels",
      { "image/png": "AAAA", "image/svg+xml": svg },
      `<img src="data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}" alt="">`,
    ],
    ["HTML rather than Markdown", { "text/markdown": "*x*", "text/html": "h" }, "h"],
    ["Markdown rather than a picture", { "image/png": "AAAA", "text/markdown": "x" }, "<p>x</p>\n"],
    [
      "a picture rather than LaTeX",
      { "text/latex": "$x$", "image/png": "AAAA" },
      '<img src="data:image/png;base64,AAAA" alt="">',
    ],
    ["Markdown rather than LaTeX", { "text/latex": "$x$", "text/markdown": "y" }, "<p>y</p>\n"],
  ];
  for (const [what, data, html] of rows) {
    it(`is shown as ${what}`, async () => {
      expect(await show(data)).to.equal(html);
    });
  }

  it("is shown as a formula, in LaTeX and in Markdown", async () => {
    for (const type of ["text/latex", "text/markdown"]) {
      const element = await place({ [type]: "$\\alpha^2$" });
      expect(element.querySelectorAll(".katex math"), type).to.have.length(1);
      expect(element.querySelector("annotation")?.textContent, type).to.equal("\\alpha^2");
    }
    const odd = await place({ "text/markdown": "a$x$b and $\\nonsense$ and $é$" });
    expect(odd.querySelectorAll(".katex").length).to.equal(3);
  });

  it("has the text of its picture", async () => {
    const alt = async (alt: unknown) =>
      (await place({ "image/png": "AAAA" }, { alt })).querySelector("img")?.alt;
    expect([await alt("A cat."), await alt(3)]).to.deep.equal(["A cat.", ""]);
  });

  it("is shown as a figure, which says what it is", async () => {
    const figure = (layout: object) => ({
      "text/html": "h",
      "application/vnd.plotly.v1+json": { data: [], layout: { height: 9, ...layout } },
    });
    const meta = { description: "What it shows" };
    expect(await show(figure({ title: { text: "Title" }, meta }))).to.equal(
      '<figure aria-label="Title. What it shows">figure 9</figure>',
    );
    await show(figure({ title: "Short" }));
    await show(figure({ meta }));
    await show(figure({}));
    expect(figures).to.deep.equal(
      ["Title. What it shows", "Short", "What it shows", ""].map((name) => [name, "FIGURE"]),
    );
  });

  it("keeps the height of a figure's place only until it is drawn", async () => {
    const element = document.createElement("div");
    Object.defineProperty(element, "clientHeight", { value: 30 });
    const heights: string[] = [];
    window.showFigure = (figure) => {
      heights.push(String(figure.parentElement?.style.minHeight));
      return async () => {};
    };
    const figure = { data: [], layout: {} };
    await showBundle(page, element, { "application/vnd.plotly.v1+json": figure }, {});
    expect([...heights, element.style.minHeight]).to.deep.equal(["30px", ""]);
  });

  it("offers to choose data files under what a stand-in for data gave", async () => {
    const type = "application/vnd.cnn-notebooks.source+json";
    const buttons = async (source: unknown) => [
      ...(await place({ "text/plain": "x", [type]: source })).querySelectorAll("button"),
    ];
    for (const source of [undefined, null, "synthetic", {}, { synthetic: false }]) {
      expect(await buttons(source), String(source)).to.have.length(0);
    }
    const [button, ...others] = await buttons({ synthetic: true });
    expect([button.textContent, others.length]).to.deep.equal(["Choose data files", 0]);
    button.click();
    expect(page.asked).to.deep.equal(["data files"]);
  });

  it("can scroll where its tables are wide", async () => {
    const table = "<table><tbody><tr><td>1</td></tr></tbody></table>";
    expect(await show({ "text/html": `<p>a</p>${table}${table}` })).to.equal(
      `<p>a</p><div class="wide">${table}</div><div class="wide">${table}</div>`,
    );
  });
});
