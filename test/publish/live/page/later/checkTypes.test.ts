import { expect } from "chai";
import { checkTypes } from "../../../../../publish/live/page/later/checkTypes.ts";
import { FakeWorker, withFakeWorkers } from "../../fakeWorker.ts";
import { inPage } from "../../inPage.ts";
import { bodyOf, type FakePage, fakePage, statusOf } from "../fakePage.ts";

describe("the check of a cell's types in a page", () => {
  inPage(bodyOf({ a: "1", b: "2", c: "3" }));
  withFakeWorkers();
  let page: FakePage;
  beforeEach(() => {
    page = fakePage();
  });
  const turn = () => new Promise(setImmediate);
  const said = (i: number) => statusOf(page.cells[i].section);
  const faults = (i: number) =>
    Array.from(page.cells[i].section.querySelectorAll(".faults li"), (item) => item.textContent);
  const fault = { line: 2, column: 3, text: "No." };

  it("loads TypeScript, again where that has failed, and once where it has not", async () => {
    const failed = checkTypes(page, page.cells[0]).catch(({ message }) => message);
    await turn();
    expect(said(0)).to.equal("loading TypeScript");
    const [first] = FakeWorker.made;
    const script = await (await fetch(first.script)).text();
    expect(script).to.equal('import "https://a.org/assets/live/1/typeChecker.js";');
    expect(first.options).to.deep.equal({ type: "module" });
    first.fail("");
    expect(await failed).to.equal("TypeScript could not be loaded.");
    expect(first.isEnded).to.equal(true);

    const checked = checkTypes(page, page.cells[1]);
    await turn();
    const [, second] = FakeWorker.made;
    expect(said(1)).to.equal("loading TypeScript");
    expect(second.heard).to.deep.equal([
      { declarations: "https://a.org/assets/live/1/declarations.json" },
    ]);
    second.say("ready");
    await turn();
    expect(said(1)).to.equal("checking types");
    expect(second.heard.slice(1)).to.deep.equal([{ sources: ["1", "2"] }]);
    second.say([]);
    await checked;
    expect([said(1), faults(1)]).to.deep.equal(["no type errors", []]);

    // what has been loaded stays, and checks wait for one another
    const [one, two] = [checkTypes(page, page.cells[0]), checkTypes(page, page.cells[2])];
    await turn();
    expect([said(0), said(2)]).to.deep.equal(["checking types", ""]);
    expect(second.heard.slice(2)).to.deep.equal([{ sources: ["1"] }]);
    second.say([fault]);
    await one;
    expect([said(0), faults(0)]).to.deep.equal(["1 type error", ["Line 2, column 3 No."]]);
    await turn();
    expect(second.heard.slice(3)).to.deep.equal([{ sources: ["1", "2", "3"] }]);
    second.say([fault, { ...fault, line: 4 }]);
    await two;
    expect([said(2), faults(2).length]).to.deep.equal(["2 type errors", 2]);

    const stale = checkTypes(page, page.cells[2]);
    await turn();
    page.cells[2].edit("30");
    second.say([fault]);
    await stale;
    expect([said(2), faults(2)]).to.deep.equal(["edited while its types were checked", []]);
    expect(FakeWorker.made).to.have.length(2);
  });
});
