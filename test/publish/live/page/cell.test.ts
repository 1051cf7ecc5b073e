import { expect } from "chai";
import { type Actions, PageCell } from "../../../../publish/live/page/cell.ts";
import { inPage } from "../inPage.ts";
import { statusOf } from "./fakePage.ts";

const HTML = `<section class="code" id="cell-sum"><details class="source"><div class="highlight"><pre><span>1</span> + 1;
</pre></div></details><div class="output">2</div></section>`;

describe("a cell of a page", () => {
  const window = inPage(HTML);
  const done: string[] = [];
  const actions: Actions = {
    run: ({ source }) => done.push(source),
    stop: () => done.push("stop"),
    edit: ({ id }) => done.push(`edit ${id}`),
    reset: (cell) => cell.reset(),
    check: ({ number }) => done.push(`check ${number}`),
    goTo: ({ number }, line, column) => done.push(`go to ${number}:${line}:${column}`),
  };
  beforeEach(() => {
    done.length = 0;
  });

  const open = () => {
    const section = window.document.querySelector("section");
    if (!section) throw new Error("no section");
    return new PageCell(section, 1, actions);
  };
  const buttons = () => [...window.document.querySelectorAll("button")];
  const press = (name: string) =>
    buttons()
      .find((b) => b.textContent === name)
      ?.click();
  const offered = () =>
    buttons()
      .filter(({ hidden }) => !hidden)
      .map((b) => b.textContent);
  const status = () => statusOf(window.document.body);

  it("runs what it shows, and stops while it runs", () => {
    const cell = open();
    expect(offered()).to.deep.equal(["Run", "Edit"]);
    press("Run");
    cell.say("running", "running");
    expect(offered()).to.deep.equal(["Stop", "Edit"]);
    press("Stop");
    expect(done).to.deep.equal(["1 + 1;", "stop"]);
  });

  it("keeps an edit for the next visit, and forgets it when it is reset or undone", () => {
    open().edit("2 + 2;");
    expect(status()).to.equal("edited");
    window.document.body.innerHTML = HTML;
    const cell = open();
    expect([cell.source, status()]).to.deep.equal(["2 + 2;", "as you edited it"]);
    expect(offered()).to.deep.equal(["Run", "Edit", "Check types", "Reset"]);
    press("Reset");
    expect([cell.source, status()]).to.deep.equal(["1 + 1;", ""]);
    expect(window.localStorage.length).to.equal(0);
    cell.edit("3;");
    expect(offered()).to.deep.equal(["Run", "Edit", "Check types", "Reset"]);
    cell.edit("1 + 1;");
    expect(offered()).to.deep.equal(["Run", "Edit"]);
    expect(window.localStorage.length).to.equal(0);
  });

  it("says when the page has another cell now than the one that was edited", () => {
    open().edit("2 + 2;");
    window.document.body.innerHTML = HTML.replace("+ 1", "+ 5");
    const cell = open();
    expect(cell.source).to.equal("2 + 2;");
    expect(status()).to.include("the page has another cell here now: Reset shows it");
    press("Reset");
    expect(cell.source).to.equal("1 + 5;");
  });

  it("takes a damaged edit for none", () => {
    for (const damaged of ["", "{", "null", "[]", '{"source":1}']) {
      window.localStorage.setItem("edit /page.html sum", damaged);
      window.document.body.innerHTML = HTML;
      expect(open().source, damaged).to.equal("1 + 1;");
    }
    window.localStorage.clear();
  });

  const element = (selector: string) => window.document.querySelector<HTMLElement>(selector);
  const published = () => element("section > .output");
  const rows = () => Array.from(element("section")?.children ?? [], ({ className }) => className);

  it("is known by its id, its number and what is published", () => {
    const cell = open();
    expect([cell.id, cell.number, cell.published, cell.source, cell.isEdited]).to.deep.equal([
      ...["sum", 1, "1 + 1;", "1 + 1;", false],
    ]);
    expect(element("[role=group]")?.getAttribute("aria-label")).to.equal("Cell 1");
    expect(rows()).to.deep.equal(["source", "bar", "faults", "output", "live"]);
    expect(element("details > .edited")).not.to.equal(null);
  });

  it("does what its buttons say", () => {
    const cell = open();
    press("Edit");
    cell.edit("3");
    press("Check types");
    cell.goTo(4, 5);
    expect(done).to.deep.equal(["edit sum", "check 1", "go to 1:4:5"]);
    cell.focus();
    expect(window.document.activeElement?.textContent).to.equal("Run");
  });

  it("says how it stands, and offers what there is to do then", () => {
    const cell = open();
    for (const [state, isBusy, buttons] of [
      ["waiting", true, ["Stop", "Edit"]],
      ["loading", true, ["Stop", "Edit"]],
      ["running", true, ["Stop", "Edit"]],
      ["done", false, ["Run", "Edit", "Reset"]],
      ["failed", false, ["Run", "Edit", "Reset"]],
      ["stopped", false, ["Run", "Edit", "Reset"]],
      ["stale", false, ["Run", "Edit", "Reset"]],
      ["", false, ["Run", "Edit"]],
    ] as const) {
      cell.say(state, `it is ${state}`);
      expect([cell.state, cell.section.dataset.state, cell.isBusy]).to.deep.equal([
        ...[state, state, isBusy],
      ]);
      expect(status()).to.equal(`it is ${state}`);
      expect(offered(), state).to.deep.equal(buttons);
    }
    cell.tell("by the way");
    expect([status(), cell.state]).to.deep.equal(["by the way", ""]);
    cell.live.append("3");
    cell.say("", "");
    expect(offered()).to.deep.equal(["Run", "Edit", "Reset"]);
  });

  it("offers to check and reset what an editor is open for", () => {
    const cell = open();
    let closed = 0;
    cell.editor = { focus() {}, goTo() {}, close: () => closed++ };
    expect(offered()).to.deep.equal(["Run", "Edit", "Check types", "Reset"]);
    press("Reset");
    expect([closed, cell.editor, offered()]).to.deep.equal([1, undefined, ["Run", "Edit"]]);
  });

  it("shows an edit in the place of the source", () => {
    const cell = open();
    cell.edit("2 < 3;");
    const place = cell.openEdited();
    expect(place.innerHTML).to.equal("<pre>2 &lt; 3;</pre>");
    expect([element(".highlight")?.hidden, element("details")?.hasAttribute("open")]).to.deep.equal(
      [...[true, true]],
    );
    press("Reset");
    expect([element(".highlight")?.hidden, place.innerHTML]).to.deep.equal([false, ""]);
  });

  it("says that an edit came after the run, or while it runs leaves it said", () => {
    const cell = open();
    cell.say("done", "ran");
    cell.edit("2");
    expect(status()).to.equal("edited since it ran");
    cell.say("running", "running");
    cell.edit("3");
    expect(status()).to.equal("running");
    press("Reset");
    cell.reset();
    expect([cell.source, status(), cell.state]).to.deep.equal(["1 + 1;", "running", "running"]);
  });

  it("says that the browser keeps no edit", () => {
    const own = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
    Object.defineProperty(globalThis, "localStorage", { value: undefined, configurable: true });
    try {
      const cell = open();
      cell.edit("2");
      expect(status()).to.equal("edited; this browser will not keep it");
      cell.say("failed", "failed");
      cell.edit("3");
      expect(status()).to.equal("edited since it ran; this browser will not keep it");
    } finally {
      if (own) Object.defineProperty(globalThis, "localStorage", own);
    }
  });

  it("keeps the edits of each page and cell apart", () => {
    open().edit("2");
    expect(Object.entries({ ...window.localStorage })).to.deep.equal([
      ["edit /page.html sum", JSON.stringify({ source: "2", over: "1 + 1;" })],
    ]);
  });

  it("shows the published outputs, or those of a run", () => {
    const cell = open();
    cell.live.append("3");
    cell.showPublished(false);
    expect([published()?.hidden, cell.live.textContent]).to.deep.equal([true, "3"]);
    cell.say("done", "");
    press("Reset");
    expect([published()?.hidden, cell.live.textContent, cell.state]).to.deep.equal([false, "", ""]);
  });

  it("lists faults with the way to each, until the source changes", () => {
    const cell = open();
    const faults = [
      { line: 2, column: 3, text: "No." },
      { line: 4, column: 5, text: "Not so." },
    ];
    const listed = () =>
      Array.from(window.document.querySelectorAll(".faults li"), (item) => item.textContent);
    cell.showFaults(faults);
    expect(listed()).to.deep.equal(["Line 2, column 3 No.", "Line 4, column 5 Not so."]);
    press("Line 4, column 5");
    expect(done).to.deep.equal(["go to 1:4:5"]);
    cell.edit("2");
    expect(listed()).to.deep.equal([]);
    cell.showFaults(faults);
    cell.reset();
    expect(listed()).to.deep.equal([]);
  });

  it("may have no frame of its own around the source", () => {
    window.document.body.innerHTML = '<section class="code" id="x">1;</section>';
    const cell = open();
    expect([cell.id, cell.source]).to.deep.equal(["x", "1;"]);
  });
});
