import { expect } from "chai";
import { download } from "../../../../../publish/live/page/later/download.ts";
import { withFakeTimers } from "../../fakeTimers.ts";
import { inPage } from "../../inPage.ts";
import { bodyOf, type FakePage, fakePage, statusOf } from "../fakePage.ts";

const NOTEBOOK = {
  cells: [
    { id: "text", cell_type: "markdown", source: ["# A\n", "b"] },
    { id: "a", cell_type: "code", source: "1" },
    { id: "b", cell_type: "code", source: ["2\n", "3"] },
  ],
  nbformat: 4,
};

describe("the notebook of a page, downloaded", () => {
  const window = inPage(bodyOf({ a: "1", b: "2\n3", c: "4" }));
  const pass = withFakeTimers();
  const { fetch } = globalThis;
  const { revokeObjectURL } = URL;
  let page: FakePage;
  let saved: { href: string; name: string }[];
  let revoked: string[];
  beforeEach(() => {
    page = fakePage();
    [saved, revoked] = [[], []];
    window.HTMLAnchorElement.prototype.click = function () {
      saved.push({ href: this.href, name: this.download });
    };
    URL.revokeObjectURL = (url) => void revoked.push(url);
    globalThis.fetch = async (address) => {
      expect(address).to.equal(page.notebook);
      return Response.json(NOTEBOOK);
    };
  });
  afterEach(() => {
    globalThis.fetch = fetch;
    URL.revokeObjectURL = revokeObjectURL;
  });

  /** What is saved, and what is said. */
  const take = async () => {
    await download(page);
    const [{ href, name }] = saved.splice(0);
    const text = await (await fetch(href)).text();
    return { href, name, text, said: statusOf(page.bar.element) };
  };

  it("is as it was published where nothing is edited, by its name", async () => {
    const { href, name, text, said } = await take();
    expect(name).to.equal("1.0 A.ipynb");
    expect(text).to.equal(JSON.stringify(NOTEBOOK, null, 1));
    expect(said).to.equal("1.0 A.ipynb, as published");
    pass(1000);
    expect(revoked).to.deep.equal([]);
    pass(1_000_000);
    expect(revoked).to.deep.equal([href]);
  });

  it("has the reader's edits of the cells that it has", async () => {
    page.cells[1].edit("5");
    page.cells[2].edit("6");
    const one = await take();
    expect(one.said).to.equal("1.0 A.ipynb, with your edits of 1 cell");
    const [text, a, b] = NOTEBOOK.cells;
    expect(JSON.parse(one.text)).to.deep.equal({
      ...NOTEBOOK,
      cells: [text, a, { ...b, source: "5" }],
    });
    page.cells[0].edit("7");
    const two = await take();
    expect(two.said).to.equal("1.0 A.ipynb, with your edits of 2 cells");
    expect(JSON.parse(two.text).cells[1].source).to.equal("7");
  });

  it("is not saved where it cannot be loaded", async () => {
    globalThis.fetch = async () => new Response("", { status: 404 });
    const message = await download(page).catch((error) => error.message);
    expect(message).to.equal(`${page.notebook} could not be loaded (404).`);
    expect(saved).to.deep.equal([]);
  });
});
