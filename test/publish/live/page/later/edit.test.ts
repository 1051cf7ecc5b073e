import { EditorView } from "@codemirror/view";
import { expect } from "chai";
import { edit } from "../../../../../publish/live/page/later/edit.ts";
import { inPage } from "../../inPage.ts";
import { bodyOf, type FakePage, fakePage } from "../fakePage.ts";

/** What the editor looks for in a browser. */
const NAMES = [
  ...["MutationObserver", "Window", "navigator", "getComputedStyle", "Node", "Range", "DOMRect"],
  ...["requestAnimationFrame", "cancelAnimationFrame", "KeyboardEvent", "getSelection"],
];

describe("the editor of a cell", () => {
  const window = inPage(bodyOf({ a: "1;\n22;", b: "3" }), NAMES);
  let page: FakePage;
  let ran: number;
  before(() => {
    window.Range.prototype.getClientRects = () => [] as never;
    window.Range.prototype.getBoundingClientRect = () => new window.DOMRect();
  });
  beforeEach(() => {
    page = fakePage();
    ran = 0;
  });
  afterEach(() => {
    for (const cell of page.cells) cell.reset();
  });

  const open = async (i = 0) => {
    const cell = page.cells[i];
    await edit(page, cell, () => ran++);
    const content = cell.section.querySelector<HTMLElement>(".cm-content");
    const view = content && EditorView.findFromDOM(content);
    if (!view || !content) throw new Error("no editor");
    return { cell, content, view };
  };
  const press = (content: HTMLElement, key: string, more: object = {}) =>
    content.dispatchEvent(
      new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
    );
  const focused = () => {
    const { activeElement } = window.document;
    return `${activeElement?.textContent} ${activeElement?.closest("section")?.id}`;
  };

  it("opens in the place of the source, once, and takes the focus", async () => {
    const { cell, content, view } = await open();
    expect(view.state.doc.toString()).to.equal("1;\n22;");
    expect(content.getAttribute("aria-label")).to.equal(
      "Code of cell 1. Escape leaves the editor.",
    );
    expect(window.document.activeElement).to.equal(content);
    expect(cell.section.querySelector(".edited .cm-editor")).not.to.equal(null);
    cell.focus();
    expect((await open()).view).to.equal(view);
    expect(window.document.activeElement).to.equal(content);
  });

  it("gives the cell what is written", async () => {
    const { cell, view } = await open();
    view.dispatch({ selection: { anchor: 1 } });
    expect(window.localStorage.length).to.equal(0);
    view.dispatch({ changes: { from: 0, to: 1, insert: "7" } });
    expect(cell.source).to.equal("7;\n22;");
  });

  it("runs the cell and goes on to the next, or stays, or leaves", async () => {
    const { content } = await open();
    press(content, "Enter", { shiftKey: true });
    expect([ran, focused()]).to.deep.equal([1, "Run cell-b"]);
    content.focus();
    press(content, "Enter", { ctrlKey: true });
    expect([ran, window.document.activeElement === content]).to.deep.equal([2, true]);
    press(content, "Escape");
    expect([ran, focused()]).to.deep.equal([2, "Run cell-a"]);
    const { content: last } = await open(1);
    press(last, "Enter", { shiftKey: true });
    expect([ran, focused()]).to.deep.equal([3, "Run cell-b"]);
  });

  it("goes to a place, or as near as the source reaches", async () => {
    const { cell, content, view } = await open();
    for (const [line, column, at] of [
      [1, 1, 0],
      [2, 2, 4],
      [2, 9, 6],
      [1, 3, 2],
      [7, 1, 3],
    ]) {
      cell.focus();
      cell.editor?.goTo(line, column);
      expect(view.state.selection.main.head, `${line}:${column}`).to.equal(at);
      expect(window.document.activeElement).to.equal(content);
    }
  });

  it("closes with the cell's edit", async () => {
    const { cell } = await open();
    cell.reset();
    expect([cell.editor, cell.section.querySelector(".cm-editor")]).to.deep.equal([
      undefined,
      null,
    ]);
  });
});
