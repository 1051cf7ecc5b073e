import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { markByHand } from "../../../grading/marking/markByHand.ts";
import type { StudentResult } from "../../../grading/results/student.ts";
import { launchChromium, requireChromium } from "../../notebooks/jupyterlab.ts";
import { temporaryHome } from "../../notebooks/notebook.ts";

const student = (name: string): StudentResult => ({
  ...{ student: name, number: "", file: name, notes: [] },
  tasks: [
    {
      id: "3.1.5 answer",
      title: "Why",
      points: 0,
      max: 5,
      manual: true,
      extra: false,
      message: "",
    },
  ],
  own: [{ id: "answer-3-1-5", type: "markdown", source: `The answer of ${name}`, output: "" }],
});

describe("marking by hand", () => {
  let out: string;
  let address: string;
  let ended: Promise<void>;
  const controller = new AbortController();
  before(async () => {
    out = await mkdtemp(join(tmpdir(), "marking-"));
    const options = { gradescope: false, warning: undefined };
    address = await new Promise((resolve) => {
      const students = [student("ada"), student("alan")];
      ended = markByHand(out, students, options, controller.signal, resolve);
    });
  });
  after(async () => {
    controller.abort();
    await ended;
    await rm(out, { recursive: true });
  });
  const send = (body: object) =>
    fetch(`${address}3.1.5%20answer`, { method: "POST", body: JSON.stringify(body) });

  it("shows the questions, and all students' answers to each", async () => {
    const first = await (await fetch(address)).text();
    expect(first).to.contain("2 of 2 yet to be marked").and.to.contain('href="3.1.5%20answer"');
    const page = await (await fetch(`${address}3.1.5%20answer`)).text();
    expect(page).to.contain("The answer of ada").and.to.contain("The answer of alan");
  });

  it("keeps what is entered at once, in the sheet too", async () => {
    const answers = await Promise.all([
      send({ file: "ada", points: 4.5, comment: "Good." }),
      send({ file: "alan", comment: "Which step size?" }),
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal([204, 204]);
    const sheet = await readFile(join(out, "grades.csv"), "utf8");
    expect(sheet).to.match(/\nada,,4.5,4.5,0,0\r\nalan,,,0,1,0\r\n$/);
    expect(await readFile(join(out, "feedback", "ada.html"), "utf8")).to.contain("Good.");
    expect(await (await fetch(address)).text()).to.contain("1 of 2 yet to be marked");
  });

  it("keeps a comment whose page is closed behind its last letter", async function () {
    requireChromium(this);
    const home = await temporaryHome();
    const browser = await launchChromium(home.home, home.environment);
    try {
      const page = await browser.newPage();
      await page.goto(`${address}3.1.5%20answer`);
      const form = page.locator("form").first();
      await form.locator("textarea").fill("Quite so.");
      await page.close({ runBeforeUnload: true });
      const feedback = () => readFile(join(out, "feedback", "ada.html"), "utf8");
      while (!(await feedback()).includes("Quite so.")) await sleep(50);
      const again = await browser.newPage();
      await again.goto(`${address}3.1.5%20answer`);
      await again.locator("input").first().fill("6");
      await again.getByText("Value must be less than or equal to 5").waitFor();
      const file = join(out, "marks-by-hand.json");
      await rename(file, `${file}.away`);
      await mkdir(file);
      await again.locator("input").first().fill("4");
      await again.getByText(/^NOT KEPT: .* could not be written \(E/).waitFor();
      await rm(file, { recursive: true });
      await again.locator("input").first().fill("4.5");
      await again.getByText(/^kept$/).waitFor();
    } finally {
      await browser.close();
      await home.remove();
    }
  });

  it("ends at once where it was interrupted before", async () => {
    const options = { gradescope: false, warning: undefined };
    await markByHand(out, [], options, AbortSignal.abort(), () => {});
  });

  it("refuses points that are none, students that are none, and others' addresses", async () => {
    expect((await send({ file: "ada", points: 6 })).status).to.equal(400);
    expect((await send({ file: "eve", points: 1 })).status).to.equal(400);
    expect((await fetch(new URL("/", address))).status).to.equal(404);
    expect((await fetch(new URL("/guess/3.1.5%20answer", address))).status).to.equal(404);
  });
});
