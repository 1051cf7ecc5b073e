import { expect } from "chai";
import { JSDOM } from "jsdom";
import { contentsOf, layout, linkTo } from "../../../publish/page/layout.ts";

const SITE = "Image classification using CNNs";
const PAGES = [
  { file: "1.0-a.html", title: "1.0 A < B" },
  { file: "2.0-b.html", title: "2.0 B" },
  { file: "3.0 c&d.html", title: "3.0 C" },
];
type Page = Parameters<typeof layout>[0];

/** A page in the place of one of these. */
function page(more: Partial<Page> = {}) {
  const html = layout({
    title: "2.0 B",
    main: "<p>Text</p>",
    pages: PAGES,
    current: PAGES[1].file,
    ...more,
  });
  const { document } = new JSDOM(html).window;
  const links = (selector: string) =>
    [...document.querySelectorAll(`${selector} a`)].map((link) =>
      [link.getAttribute("rel"), link.getAttribute("href"), link.textContent]
        .filter(Boolean)
        .join(" "),
    );
  const scripts = Array.from(document.scripts, (script) => script.getAttribute("src"));
  return { document, links, scripts };
}

describe("the frame of a page", () => {
  it("leads to all pages, and says which this one is", () => {
    const { document, links } = page();
    expect(links("header")).to.deep.equal([
      `index.html ${SITE}`,
      "1.0-a.html 1.0 A < B",
      "2.0-b.html 2.0 B",
      "3.0%20c%26d.html 3.0 C",
    ]);
    const current = (html: Document) =>
      Array.from(html.querySelectorAll("[aria-current=page]"), (link) => link.getAttribute("href"));
    expect(current(document)).to.deep.equal(["2.0-b.html"]);
    expect(current(page({ current: "index.html" }).document)).to.deep.equal(["index.html"]);
    expect(document.querySelector("main")?.innerHTML.trim()).to.equal("<p>Text</p>");
  });

  it("leads to the pages before and after", () => {
    expect(page().links("footer")).to.deep.equal([
      "prev 1.0-a.html Previous 1.0 A < B",
      "next 3.0%20c%26d.html Next 3.0 C",
    ]);
    expect(page({ current: PAGES[0].file }).links("footer")).to.deep.equal([
      "next 2.0-b.html Next 2.0 B",
    ]);
    expect(page({ current: PAGES[2].file }).links("footer")).to.deep.equal([
      "prev 2.0-b.html Previous 2.0 B",
    ]);
    expect(page({ current: "index.html" }).document.querySelector("footer")).to.equal(null);
  });

  it("is called after the page and the site", () => {
    expect(page().document.title).to.equal(`2.0 B · ${SITE}`);
    expect(page({ title: SITE }).document.title).to.equal(SITE);
  });

  it("loads what draws figures where there are any, and buttons where cells can run", () => {
    const [theme, own] = ["assets/theme.js", "assets/page.js"];
    const figures = ["assets/plotly.js", "assets/figure.js", "assets/interactive.js"];
    expect(page().scripts).to.deep.equal([theme, own]);
    expect(page({ figures: true }).scripts).to.deep.equal([theme, ...figures, own]);
    const live = { base: "assets/live/1/", cells: "a b.json", notebook: "1.0&.ipynb" };
    const { document, scripts } = page({ live });
    expect(scripts).to.deep.equal([theme, own, "assets/live.js"]);
    expect({ ...document.documentElement.dataset }).to.deep.equal({
      ...{ live: "assets/live/1/", cells: "a%20b.json", notebook: "1.0%26.ipynb" },
    });
    const policy = (html: Document) =>
      html.querySelector("meta[http-equiv]")?.getAttribute("content");
    expect(policy(document)).to.include("worker-src 'self' blob:");
    expect(policy(page().document)).not.to.match(/worker-src|connect-src|wasm/);
    expect({ ...page().document.documentElement.dataset }).to.deep.equal({});
  });
});

describe("the contents of a page", () => {
  it("are its headings by their levels", () => {
    const headings = [
      { level: 2, id: "Part-1", html: "Part <em>1</em>" },
      { level: 3, id: "é&", html: "E" },
    ];
    const { document } = new JSDOM(contentsOf(headings)).window;
    const items = Array.from(document.querySelectorAll("li"), ({ className, innerHTML }) =>
      [className, innerHTML].join(": "),
    );
    expect(items).to.deep.equal([
      'level2: <a href="#Part-1">Part <em>1</em></a>',
      'level3: <a href="#%C3%A9%26">E</a>',
    ]);
    expect(
      page({ contents: contentsOf(headings) }).document.querySelectorAll("nav.contents"),
    ).to.have.length(1);
  });

  it("are none where it has none", () => {
    expect(contentsOf([])).to.equal("");
  });
});

describe("a link to a file of the site", () => {
  it("is an address in an attribute", () => {
    expect(linkTo('figures/1.0 "a"&b/c.svg')).to.equal("figures/1.0%20%22a%22%26b/c.svg");
    expect(linkTo("it's.svg")).to.match(/^it('|&#?\w+;)s\.svg$/);
  });
});
