import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Figure } from "lib/plot";
import { figureDrawing, placeFigures } from "../../../publish/page/figures.ts";

const PLOTLY = "application/vnd.plotly.v1+json";
const picture = (svg: string) => ({ svg, width: 4, height: 3, alt: `What "${svg}" shows` });
const shown = (figure: object) => ({
  ...{
    output_type: "display_data",
    data: { [PLOTLY]: figure, "text/plain": "f" },
    metadata: { x: 1 },
  },
});
const code = (id: string, ...outputs: object[]) =>
  ({ id, cell_type: "code", source: "", metadata: {}, outputs }) as never;

describe("the figures of a page", () => {
  let site: string;
  beforeEach(async () => {
    site = await mkdtemp(join(tmpdir(), "site-"));
  });
  afterEach(() => rm(site, { recursive: true }));
  const place = (cells: never[], steps = 1) => {
    const pictures = (theme: string) =>
      Array.from({ length: steps }, (_, i) => picture(`${theme} ${i}`));
    return placeFigures(
      { cells, metadata: { m: 1 }, nbformat: 4, nbformat_minor: 5 },
      "1.0 a",
      site,
      async (figure) => {
        if (figure.layout.height === 0) throw new Error("It has no height.");
        return { alt: 'A "line"', light: pictures("light"), dark: pictures("dark") };
      },
    );
  };
  const files = async () => (await readdir(join(site, "figures", "1.0 a"))).toSorted();
  const read = (name: string) => readFile(join(site, "figures", "1.0 a", name), "utf8");
  const figure = { data: [{ y: [1] }], layout: { height: 9 }, config: { x: 1 } };

  it("are files beside it, as data and as pictures, in light and in dark", async () => {
    const text = { output_type: "stream", text: "x" };
    const prose = { id: "p", cell_type: "markdown", source: "P", metadata: {} } as never;
    const { cells, ...rest } = await place([prose, code("c", text, shown(figure))]);
    expect(rest).to.deep.equal({ metadata: { m: 1 }, nbformat: 4, nbformat_minor: 5 });
    expect(await files()).to.deep.equal(["c-2-dark.svg", "c-2.js", "c-2.svg"]);
    expect(await read("c-2.svg")).to.equal("light 0");
    expect(await read("c-2-dark.svg")).to.equal("dark 0");
    expect(await read("c-2.js")).to.equal(
      'figures["figures/1.0 a/c-2"] = {"data":[{"y":[1]}],"layout":{"height":9}};\n',
    );
    expect(cells[0]).to.deep.equal(prose);
    const [first, second] = cells[1].outputs ?? [];
    expect(first).to.deep.equal(text);
    const of = 'alt="What &quot;light 0&quot; shows" width="4" height="3"';
    expect(second).to.deep.equal({
      output_type: "display_data",
      metadata: {},
      data: {
        "text/html":
          '<figure data-figure="figures/1.0 a/c-2" aria-label="A &quot;line&quot;"><div class="pictures">' +
          `<div class="picture"><img class="light" src="figures/1.0%20a/c-2.svg" ${of}>` +
          `<img class="dark" src="figures/1.0%20a/c-2-dark.svg" ${of} loading="lazy"></div></div></figure>`,
      },
    });
  });

  it("are named after their cells, and have pictures of each step", async () => {
    const [cell] = (await place([code("c", shown(figure))], 2)).cells;
    expect(await files()).to.deep.equal([
      ...["c-step-1-dark.svg", "c-step-1.svg", "c-step-2-dark.svg", "c-step-2.svg", "c.js"],
    ]);
    expect(await read("c-step-2-dark.svg")).to.equal("dark 1");
    const html = String(cell.outputs?.[0].data?.["text/html"]);
    expect(html.match(/<div class="picture">/g)).to.have.length(2);
  });

  it("are refused, named, where they cannot be drawn", async () => {
    const flat = shown({ data: [], layout: { height: 0 } });
    expect(await place([code("c", flat)]).catch(({ message }) => message)).to.equal(
      "figures/1.0 a/c: this figure cannot be published. It has no height.",
    );
  });
});

describe("the drawing of figures", () => {
  const line = (title?: string) =>
    ({ data: [], layout: { width: 80, height: 60, title: { text: title } } }) as Figure;

  it("draws each once, in light and in dark", async () => {
    const draw = figureDrawing(new AbortController().signal);
    const drawing = draw(line("A"));
    expect(draw(line("A"))).to.equal(drawing);
    expect(draw(line("B"))).not.to.equal(drawing);
    const { alt, light, dark } = await drawing;
    expect(alt).to.equal("A.");
    expect([light.length, dark.length, light[0].svg === dark[0].svg]).to.deep.equal([1, 1, false]);
    expect([light[0].width, light[0].height]).to.deep.equal([80, 60]);
  });

  it("draws none that says nothing, nor once it is stopped", async () => {
    const stopping = new AbortController();
    const draw = figureDrawing(stopping.signal);
    const reason = (figure: Figure) => draw(figure).then(String, ({ message }) => message);
    expect(await reason(line())).to.equal(
      "It has neither a title nor layout.meta.description to say what it shows.",
    );
    const half = reason(line("half"));
    stopping.abort();
    expect(await half).to.match(/abort/i);
    expect(await reason(line("C"))).to.match(/abort/i);
  });
});
