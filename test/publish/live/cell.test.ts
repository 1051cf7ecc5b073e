import { expect } from "chai";
import { JSDOM } from "jsdom";
import { type Actions, PageCell } from "../../../publish/live/page/cell.ts";

const HTML = `<section class="code" id="cell-sum"><details class="source"><div class="highlight"><pre><span>1</span> + 1;
</pre></div></details><div class="output">2</div></section>`;

const GLOBALS = ["document", "location", "localStorage"] as const;

describe("a cell of a page", () => {
  const { window } = new JSDOM(HTML, { url: "http://127.0.0.1/page.html" });
  const own = GLOBALS.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  const done: string[] = [];
  const actions: Actions = {
    run: ({ source }) => done.push(source),
    stop: () => done.push("stop"),
    edit: () => {},
    reset: (cell) => cell.reset(),
    check: () => {},
    goTo: () => {},
  };

  before(() => {
    for (const name of GLOBALS) {
      Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
    }
  });
  beforeEach(() => {
    window.document.body.innerHTML = HTML;
    done.length = 0;
  });
  after(() => {
    for (const [i, name] of GLOBALS.entries()) {
      const descriptor = own[i];
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
    window.close();
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
  const status = () => window.document.querySelector("[role=status]")?.textContent;

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
    cell.edit("1 + 1;");
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
});
