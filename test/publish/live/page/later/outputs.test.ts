import { expect } from "chai";
import type { Output } from "../../../../../publish/live/messages.ts";
import type { PageCell } from "../../../../../publish/live/page/cell.ts";
import { Outputs } from "../../../../../publish/live/page/later/outputs.ts";
import { inPage } from "../../inPage.ts";
import { bodyOf, type FakePage, fakePage } from "../fakePage.ts";

const stream = (text: string, name: "stdout" | "stderr" = "stdout") =>
  ({ output_type: "stream", name, text }) as const;
const shown = (
  text: string,
  display_id?: string,
  output_type: "display_data" | "update_display_data" = "display_data",
) => ({ output_type, data: { "text/plain": text }, metadata: {}, transient: { display_id } });
const failed = (place: object): Output => {
  const traceback = ["\u001b[31mError\u001b[39m: no", "    at cell 1:2:3"];
  return { output_type: "error", ename: "Error", evalue: "no", traceback, ...place };
};

describe("the outputs of a run of a cell", () => {
  inPage(bodyOf({ a: "1", b: "2" }));
  let page: FakePage;
  let cell: PageCell;
  let outputs: Outputs;
  beforeEach(() => {
    page = fakePage();
    cell = page.cells[1];
    outputs = new Outputs(page, cell);
  });
  const turn = () => new Promise(setImmediate);
  const put = async (...all: Output[]) => {
    for (const output of all) outputs.put(output);
    for (let i = 0; i < 3; i++) await turn();
  };
  const html = () => cell.live.innerHTML;
  const texts = () => Array.from(cell.live.children, ({ textContent }) => textContent);
  const isPublishedShown = () =>
    !cell.section.querySelector<HTMLElement>(":scope > .output")?.hidden;

  it("leave the published ones until one comes, or the run ends", async () => {
    expect(isPublishedShown()).to.equal(true);
    await put(stream("x"));
    expect(isPublishedShown()).to.equal(false);
    cell.reset();
    outputs = new Outputs(page, cell);
    outputs.end();
    expect([isPublishedShown(), html()]).to.deep.equal([false, ""]);
  });

  it("take the place of those of the run before, and stay when theirs ends", async () => {
    await put(stream("x"));
    outputs = new Outputs(page, cell);
    expect(texts()).to.deep.equal(["x"]);
    await put(stream("y"));
    outputs.end();
    expect(texts()).to.deep.equal(["y"]);
  });

  it("are one piece of each stream, without the colours of terminals", async () => {
    await put(stream("a\n"), stream("\u001b[1;32mb\u001b[0m"), stream("c", "stderr"), stream("d"));
    expect(html()).to.equal(
      '<div class="output"><pre data-stream="stdout">a\nb</pre></div>' +
        '<div class="output"><pre data-stream="stderr" class="stderr">c</pre></div>' +
        '<div class="output"><pre data-stream="stdout">d</pre></div>',
    );
  });

  it("are shown in their order, whatever they show", async () => {
    await put(stream("a"), shown("b"), stream("c"), shown("d"));
    expect(texts()).to.deep.equal(["a", "b", "c", "d"]);
  });

  it("change by their ids, and otherwise come anew", async () => {
    await put(shown("a", "x"), shown("b", "y"), shown("c", "x", "update_display_data"));
    expect(texts()).to.deep.equal(["c", "b"]);
    await put(shown("d", "x"), shown("e", "x", "update_display_data"));
    expect(texts()).to.deep.equal(["c", "b", "e"]);
    await put(shown("f", "z", "update_display_data"), shown("g", "z", "update_display_data"));
    expect(texts()).to.deep.equal(["c", "b", "e", "g"]);
    await put(shown("h", undefined, "update_display_data"), shown("i"));
    expect(texts()).to.deep.equal(["c", "b", "e", "g", "h", "i"]);
  });

  it("say why one cannot be shown, and show the next one in its place", async () => {
    const broken = shown("", "x");
    Object.defineProperty(broken.data, "text/plain", {
      get() {
        throw new Error("too large");
      },
    });
    await put(broken);
    expect(texts()).to.deep.equal(["This output cannot be shown: too large"]);
    await put(shown("a", "x", "update_display_data"));
    expect(texts()).to.deep.equal(["a"]);
  });

  it("are cleared at once or by the next one, and their ids with them", async () => {
    await put(shown("a", "x"), stream("b"));
    outputs.clear(true);
    expect(texts()).to.deep.equal(["a", "b"]);
    await put(stream("c"));
    expect(texts()).to.deep.equal(["c"]);
    await put(shown("d", "x", "update_display_data"));
    expect(texts()).to.deep.equal(["c", "d"]);
    outputs.clear(false);
    expect(texts()).to.deep.equal([]);
    outputs.clear(true);
    outputs.end();
    expect(texts()).to.deep.equal([]);
  });

  it("stay where they are to be cleared by a next one that does not come", async () => {
    await put(stream("a"));
    outputs.clear(true);
    outputs.end();
    expect(texts()).to.deep.equal(["a"]);
  });

  it("tell of an error, with the way to its place", async () => {
    await put(failed({ cell: 1, line: 4, column: 7 }));
    const alert = cell.live.querySelector("[role=alert]");
    expect(alert?.textContent).to.equal("Error: no\n    at cell 1:2:3");
    expect(alert?.className).to.equal("stderr");
    const button = cell.live.querySelector("button");
    expect(button?.textContent).to.equal("Go to cell 1, line 4");
    button?.click();
    expect(page.asked).to.deep.equal(["go to a 4 7"]);
  });

  it("lead to the line of an error whose column is not known, and nowhere without a line", async () => {
    await put(failed({ cell: 2, line: 4 }));
    cell.live.querySelector("button")?.click();
    expect(page.asked).to.deep.equal(["go to b 4 1"]);
    for (const place of [
      {},
      { cell: 1 },
      { line: 1 },
      { cell: 3, line: 1 },
      { cell: 0, line: 1 },
    ]) {
      outputs = new Outputs(page, cell);
      await put(failed(place));
      expect(cell.live.querySelectorAll("button"), JSON.stringify(place)).to.have.length(0);
    }
  });

  it("offer a way out under the last of them, or alone", async () => {
    let pressed = 0;
    await put(stream("a"), shown("b"));
    outputs.offer("Out", () => pressed++);
    expect(texts()).to.deep.equal(["a", "b Out"]);
    cell.live.querySelector("button")?.click();
    expect(pressed).to.equal(1);
    outputs.clear(false);
    outputs.offer("Out", () => pressed++);
    expect(html()).to.equal('<div class="output"> <button type="button">Out</button></div>');
  });
});
