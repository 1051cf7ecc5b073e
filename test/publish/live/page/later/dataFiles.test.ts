import { expect } from "chai";
import { dataFiles } from "../../../../../publish/live/page/later/dataFiles.ts";
import type { Session } from "../../../../../publish/live/page/later/session.ts";
import { inPage } from "../../inPage.ts";
import { bodyOf, fakePage } from "../fakePage.ts";

type Datasets = Awaited<ReturnType<Session["datasets"]>>;

describe("the panel for data files", () => {
  const window = inPage(bodyOf({ a: "1" }));
  const forgotten: (string | undefined)[] = [];
  let datasets: Datasets = [];
  let keep: (name: string) => Promise<string>;
  const session = {
    async datasets(name?: string) {
      forgotten.push(name);
      datasets = datasets.filter((each) => each.name !== name);
      return datasets;
    },
    async keep({ name }: File) {
      return { type: "kept", name, ok: true, text: await keep(name) };
    },
  } as Partial<Session> as Session;

  // a page has one panel, however often it is asked for
  let panel: HTMLElement;
  let files: ReturnType<typeof dataFiles>;
  before(() => {
    document.body.innerHTML = bodyOf({ a: "1" });
    const page = fakePage();
    files = dataFiles(page, session);
    panel = page.bar.element.nextElementSibling as HTMLElement;
    expect(dataFiles(page, session)).to.equal(files);
    expect(document.querySelectorAll(".data-files")).to.have.length(1);
  });
  beforeEach(() => {
    document.body.append(panel);
    forgotten.length = 0;
    datasets = [
      { name: "MNIST", files: ["a.gz", "b.gz"], missing: ["c.gz", "d.gz"] },
      { name: "CIFAR-10", files: ["e.gz"], missing: [] },
      { name: "Other", files: [], missing: ["f.gz"] },
    ];
    keep = async (name) => `${name} is kept.`;
  });
  const turn = () => new Promise(setImmediate);
  const items = () => Array.from(panel.querySelectorAll("li"), ({ textContent }) => textContent);
  const status = () => panel.querySelector("[role=status]")?.textContent;
  const input = () => panel.querySelector("input");

  it("is hidden, opens with its input in focus, and closes", async () => {
    expect([panel.hidden, panel.getAttribute("aria-label"), panel.className]).to.deep.equal([
      ...[true, "Data files", "data-files"],
    ]);
    files.toggle();
    expect([panel.hidden, document.activeElement === input()]).to.deep.equal([false, true]);
    files.toggle();
    expect(panel.hidden).to.equal(true);
    files.open();
    files.open();
    expect(panel.hidden).to.equal(false);
    await turn();
    expect(forgotten).to.deep.equal([undefined, undefined, undefined]);
  });

  it("lists what there is, and what is missing beside it", async () => {
    files.open();
    await turn();
    expect(items()).to.deep.equal([
      "MNIST: a.gz, b.gz; missing: c.gz, d.gz Remove MNIST",
      "CIFAR-10: e.gz Remove CIFAR-10",
    ]);
  });

  it("removes a dataset", async () => {
    files.open();
    await turn();
    (document.activeElement as HTMLElement | null)?.blur();
    panel.querySelectorAll("button")[1].click();
    await turn();
    expect(forgotten.at(-1)).to.equal("CIFAR-10");
    expect(items()).to.have.length(1);
    expect(status()).to.equal("CIFAR-10 is removed.");
    expect(document.activeElement).to.equal(input());
  });

  it("takes files one after another, says what came of each, and shows itself", async () => {
    panel.hidden = true;
    const said: (string | null | undefined)[] = [];
    keep = async (name) => {
      said.push(status());
      return `${name} is kept.`;
    };
    await files.take([new File([], "x.gz"), new File([], "y.gz")]);
    expect(said).to.deep.equal(["Reading x.gz …", "x.gz is kept. Reading y.gz …"]);
    expect(status()).to.equal("x.gz is kept. y.gz is kept.");
    expect([panel.hidden, items().length, forgotten]).to.deep.equal([false, 2, [undefined]]);
  });

  it("takes the files that are chosen, the same ones again, too", async () => {
    const chosen = input();
    if (!chosen) throw new Error("no input");
    expect([chosen.type, chosen.multiple]).to.deep.equal(["file", true]);
    const values: string[] = [];
    Object.defineProperty(chosen, "files", { value: [new File([], "z.gz")], configurable: true });
    Object.defineProperty(chosen, "value", {
      set: (value) => values.push(value),
      configurable: true,
    });
    chosen.dispatchEvent(new window.Event("change"));
    await turn();
    expect([status(), values]).to.deep.equal(["z.gz is kept.", [""]]);
    Object.defineProperty(chosen, "files", { value: null });
    chosen.dispatchEvent(new window.Event("change"));
    await turn();
    expect(status()).to.equal("");
  });
});
