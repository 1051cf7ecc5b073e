import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { PageCell } from "../../../../publish/live/page/cell.ts";
import type { Page } from "../../../../publish/live/page/page.ts";
import { inPage } from "../inPage.ts";
import { bodyOf, statusOf } from "./fakePage.ts";

/** What the modules of the folder `later` are here: they note what they are asked for. */
const MODULES = {
  session: `export class Session {
  constructor(page) {
    if (globalThis.asked.isEarly) throw new Error("too early");
    Object.assign(globalThis.asked, { page }).push("session");
  }
  run({ id }) { globalThis.asked.push("run " + id); }
  stop() { globalThis.asked.push("stop"); }
  restart() { globalThis.asked.push("restart"); }
  runAll() { globalThis.asked.push("run all"); }
}`,
  edit: `export async function edit(page, cell, run) {
  globalThis.asked.push("edit " + cell.id);
  cell.editor = { close() {}, goTo(line, column) { globalThis.asked.push("go to " + line + " " + column); } };
  await run();
}`,
  checkTypes: `export const checkTypes = (page, { id }) => void globalThis.asked.push("check " + id);`,
  download: `export const download = ({ notebook }) => void globalThis.asked.push("download " + notebook);`,
  dataFiles: `export const dataFiles = (page, session) => ({
  open() { globalThis.asked.push("open " + typeof session.run); },
  toggle() { globalThis.asked.push("toggle"); },
  take(files) { globalThis.asked.push("take " + files.map(({ name }) => name)); },
});`,
};

interface Asked extends Array<string> {
  page?: Page;
  /** Whether no session can be made yet. */
  isEarly?: boolean;
}

describe("the script of a page", () => {
  const window = inPage(bodyOf({ a: "1", b: "2" }));
  let folder: string;
  let asked: Asked;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "later-"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    for (const [name, text] of Object.entries(MODULES)) {
      await writeFile(join(folder, `${name}.js`), text);
    }
  });
  after(() => rm(folder, { recursive: true }));
  const listeners: [type: string, listener: EventListener][] = [];
  beforeEach(() => {
    asked = [];
    Object.assign(globalThis, { asked });
    document.addEventListener = (type: string, listener: EventListener) => {
      listeners.push([type, listener]);
      window.EventTarget.prototype.addEventListener.call(document, type, listener);
    };
  });
  afterEach(() => {
    Reflect.deleteProperty(document, "addEventListener");
    for (const each of listeners.splice(0)) document.removeEventListener(...each);
    Reflect.deleteProperty(globalThis, "asked");
    for (const name of ["live", "cells", "notebook"]) {
      delete document.documentElement.dataset[name];
    }
  });

  let opened = 0;
  const open = async (live = `${pathToFileURL(folder)}/`) => {
    Object.assign(document.documentElement.dataset, {
      ...{ live, cells: "cells/1.json", notebook: "notebooks/1.ipynb" },
    });
    await import(`../../../../publish/live/page/index.ts?${opened++}`);
  };
  /** The page comes to fulfil this: modules load in their own time. */
  const soon = async (holds: () => void) => {
    for (let left = 500; left > 0; left--) {
      try {
        return holds();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
    }
    holds();
  };
  const soonAsked = (...expected: string[]) =>
    soon(() => expect([...asked]).to.deep.equal(expected));
  const bar = () => document.querySelector(".bar.all") as HTMLElement;
  const press = (text: string, within: ParentNode = bar()) => {
    const button = [...within.querySelectorAll("button")].find((b) => b.textContent === text);
    if (!button) throw new Error(`no button ${text}`);
    button.click();
  };
  const section = (id: string) => document.querySelector(`#cell-${id}`) as HTMLElement;
  const page = () => {
    if (!asked.page) throw new Error("no page");
    return asked.page;
  };

  it("puts buttons for all cells under the heading, and a row under each", async () => {
    await open();
    expect(document.querySelector("h1")?.nextElementSibling).to.equal(bar());
    expect(Array.from(bar().querySelectorAll("button"), (b) => b.textContent)).to.deep.equal([
      ...["Run all", "Reset all", "Download as notebook", "Data files"],
    ]);
    const labels = Array.from(document.querySelectorAll(".bar"), (b) =>
      b.getAttribute("aria-label"),
    );
    expect(labels).to.deep.equal(["All cells", "Cell 1", "Cell 2"]);
    expect(asked).to.deep.equal([]);
  });

  it("puts them under what is said of the run", async () => {
    document.body.innerHTML = `<h1>T</h1><main><p class="run">Run.</p>${bodyOf({ a: "1" })}</main>`;
    await open();
    expect(document.querySelector("main .run")?.nextElementSibling).to.equal(bar());
  });

  it("offers nothing where there is no code, or where it cannot run", async () => {
    await open("");
    expect(document.querySelector(".bar")).to.equal(null);
    document.body.innerHTML = "<h1>T</h1>";
    await open();
    expect(document.body.innerHTML).to.equal("<h1>T</h1>");
  });

  it("says of a file that it has to be opened otherwise", async () => {
    const { location } = globalThis;
    Object.assign(globalThis, { location: { protocol: "file:" } });
    try {
      await open();
    } finally {
      Object.assign(globalThis, { location });
    }
    const note = document.querySelector("h1")?.nextElementSibling;
    expect([note?.tagName, note?.className, note?.textContent]).to.deep.equal([
      ...["P", "run", "This copy is for reading. Open it over http or https to run its cells."],
    ]);
    expect(document.querySelector(".bar")).to.equal(null);
  });

  it("has one session, which knows the page", async () => {
    await open();
    press("Run", section("a"));
    press("Run", section("b"));
    expect([section("a").dataset.state, statusOf(section("a"))]).to.deep.equal([
      ...["loading", "loading"],
    ]);
    await soonAsked("session", "run a", "run b");
    const { scripts, compiled, notebook, cells } = page();
    expect(scripts).to.equal(`${pathToFileURL(folder)}/`);
    expect(compiled).to.equal("http://127.0.0.1/cells/1.json");
    expect(notebook).to.equal("http://127.0.0.1/notebooks/1.ipynb");
    expect(cells.map(({ id, number }: PageCell) => `${number} ${id}`)).to.deep.equal([
      ...["1 a", "2 b"],
    ]);
    press("Stop", section("a"));
    await soonAsked("session", "run a", "run b", "stop");
  });

  it("runs all, and stops while they run", async () => {
    await open();
    press("Run all");
    await soonAsked("session", "run all");
    page().showRunning(true);
    expect(bar().classList.contains("running")).to.equal(true);
    press("Stop");
    await soonAsked("session", "run all", "stop");
    page().showRunning(false);
    expect(bar().classList.contains("running")).to.equal(false);
    press("Run all");
    await soonAsked("session", "run all", "stop", "run all");
  });

  it("resets all, and what runs with them", async () => {
    await open();
    press("Reset all");
    await soon(() => expect(statusOf(bar())).to.equal("as published"));
    press("Run all");
    await soonAsked("session", "run all");
    page().cells[0].edit("5");
    press("Reset all");
    await soonAsked("session", "run all", "restart");
    await soon(() => expect(page().cells[0].source).to.equal("1"));
  });

  it("resets a cell, and leaves the focus at it", async () => {
    await open();
    press("Run", section("b"));
    await soonAsked("session", "run b");
    page().cells[1].edit("5");
    page().cells[1].say("", "");
    press("Reset", section("b"));
    expect(page().cells[1].source).to.equal("2");
    expect(document.activeElement?.textContent).to.equal("Run");
    expect(section("b").contains(document.activeElement)).to.equal(true);
  });

  it("edits a cell, runs it from the editor, checks it, and leads to a place in one", async () => {
    await open();
    press("Edit", section("b"));
    await soonAsked("edit b", "session", "run b");
    press("Check types", section("b"));
    await soonAsked("edit b", "session", "run b", "check b");
    asked.length = 0;
    page().cells[0].goTo(3, 4);
    await soonAsked("edit a", "run a", "go to 3 4");
  });

  it("downloads the notebook", async () => {
    await open();
    press("Download as notebook");
    await soonAsked("download http://127.0.0.1/notebooks/1.ipynb");
  });

  it("opens the data files, with its session", async () => {
    await open();
    press("Data files");
    await soonAsked("session", "toggle");
    page().openDataFiles();
    await soonAsked("session", "toggle", "open function");
  });

  it("takes the files that are dropped on it", async () => {
    await open();
    const drop = (type: string, dataTransfer: object | undefined) => {
      const event = new window.Event(type, { cancelable: true });
      document.dispatchEvent(Object.assign(event, { dataTransfer }));
      return event.defaultPrevented;
    };
    expect(drop("dragover", { types: ["text/plain"] })).to.equal(false);
    expect(drop("dragover", undefined)).to.equal(false);
    expect(drop("dragover", { types: ["Files"] })).to.equal(true);
    expect(drop("drop", undefined)).to.equal(false);
    expect(drop("drop", { files: [] })).to.equal(false);
    expect(drop("drop", { files: [{ name: "x.gz" }, { name: "y.gz" }] })).to.equal(true);
    await soonAsked("session", "take x.gz,y.gz");
  });

  it("says what could not be loaded, where it was asked for", async () => {
    await open(`${pathToFileURL(folder)}/gone/`);
    const text = /^This needs what could not be loaded: Cannot find module /;
    press("Run all");
    await soon(() => expect(statusOf(bar())).to.match(text));
    press("Run", section("a"));
    await soon(() => expect(section("a").dataset.state).to.equal("failed"));
    expect(statusOf(section("a"))).to.match(text);
    press("Edit", section("b"));
    await soon(() => expect(statusOf(section("b"))).to.match(text));
    expect(section("b").dataset.state).to.equal(undefined);
    expect([...asked]).to.deep.equal([]);
  });

  it("opens another session where the first could not be made", async () => {
    await open();
    asked.isEarly = true;
    press("Run all");
    await soon(() =>
      expect(statusOf(bar())).to.equal("This needs what could not be loaded: too early"),
    );
    asked.isEarly = false;
    press("Run all");
    await soonAsked("session", "run all");
  });
});
