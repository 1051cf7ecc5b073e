import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { placeFigures } from "../../publish/page/figures.ts";
import { finish } from "../../publish/page/finish.ts";
import { layout, POLICY } from "../../publish/page/layout.ts";
import { pagesOf } from "../../publish/page/pages.ts";

const picture = (name: string) =>
  `<figure><div class="pictures"><div class="picture"><img src="${name}.svg" alt="${name}"></div></div></figure>`;
const html = `<h1>Title</h1><p>What it is about.</p>
<section id="cell-one">${picture("first")}</section><section id="cell-two">${picture("second")}</section>`;

const source = (description: string, synthetic: boolean, name?: string) => ({
  cell_type: "code",
  id: "load",
  source: "",
  metadata: {},
  outputs: [
    {
      output_type: "display_data",
      data: { "application/vnd.cnn-notebooks.source+json": { synthetic, description, name } },
    },
  ],
});

describe("a page", () => {
  it("has the name of its first heading", () => {
    const more = finish(`${html}<h2>Part</h2><h1>Second title</h1>`, []);
    expect(more.title).to.equal("Title");
  });

  it("is stood for by the figure of the cell that is told, or its first one", () => {
    expect(finish(html, []).cover).to.include('alt="first"');
    expect(finish(html, [], "two").cover).to.include('alt="second"');
    expect(finish(html, [], "none").cover).to.include('alt="first"');
    expect(finish("<h1>Title</h1><p>Prose.</p>", []).cover).to.equal("");
  });

  it("is in the index with that picture, and says which data it shows, by their name", () => {
    const run = (cell: ReturnType<typeof source>) => ({
      name: "1.0",
      run: { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 },
      times: { finished: "2026-01-02T03:04:05Z", seconds: 6 },
      content: finish(html, [], "two"),
    });
    const index = (cell: ReturnType<typeof source>) => pagesOf([run(cell)])["index.html"];
    const real = index(source("CIFAR-10, from CNN_DATA_DIR.", false, "CIFAR-10 (real)"));
    expect(real).to.include('<img src="second.svg" alt="second">');
    expect(real).to.include("Executed on 2 January 2026 in 6 s. Data: CIFAR-10 (real).");
    const drawn = index(source("Set CNN_DATA_DIR.", true, "a stand-in for CIFAR-10"));
    expect(drawn).to.include("<strong>Not the real data:</strong> a stand-in for CIFAR-10.");
    expect(`${real} ${drawn}`).to.not.include("CNN_DATA_DIR");
    expect(index(source("Photographs of my own.", false))).to.include("Photographs of my own.");
  });

  it("says what its figures show, and so does each of their pictures", async () => {
    const picture = { svg: "<svg/>", width: 4, height: 3, alt: 'Step "1"' };
    const drawn = { alt: 'A "line"', light: [picture], dark: [picture] };
    const figure = { data: {}, layout: {} };
    const output = {
      output_type: "display_data",
      data: { "application/vnd.plotly.v1+json": figure },
    };
    const cell = { ...source("", false), outputs: [output] };
    const folder = await mkdtemp(join(tmpdir(), "figures-"));
    try {
      const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
      const placed = await placeFigures(notebook, "1.0", folder, async () => drawn);
      const html = String(placed.cells[0].outputs?.[0].data?.["text/html"]);
      expect(html).to.include('aria-label="A &quot;line&quot;"');
      expect(html.match(/<img [^>]*alt="Step &quot;1&quot;"/g)).to.have.length(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("may load nothing from another host, and no script of ours asks for anything there", async () => {
    const reading = layout({ title: "", main: "", pages: [], current: "" });
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(reading) ?? [];
    for (const rules of [policy, POLICY]) {
      expect(rules).to.match(/^default-src 'none'; /);
      const sources = rules.split("; ").flatMap((rule) => rule.split(" ").slice(1));
      expect(sources.filter((place) => !/^('[\w-]+'|data:|blob:)$/.test(place))).to.deep.equal([]);
    }
    const assets = new URL("../../publish/assets/", import.meta.url);
    for (const file of await readdir(assets)) {
      expect(await readFile(new URL(file, assets), "utf8"), file).to.not.match(
        /["'`(](https?:)?\/\/(?!www\.w3\.org\/)\w/,
      );
    }
  });
});
