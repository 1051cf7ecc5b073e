import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { markByHand } from "../../../grading/marking/markByHand.ts";
import { questionPage, questionsOf, questionsPage } from "../../../grading/marking/questionPage.ts";
import { handMarksIn } from "../../../grading/results/handMarks.ts";
import type { StudentResult } from "../../../grading/results/student.ts";

const common = { title: "Why", points: 0, max: 5, extra: false, message: "" };
const student = (file: string): StudentResult => ({
  ...{ student: file, number: "", file, notes: [], own: [] },
  tasks: [
    { ...common, id: "3.1.1", manual: false },
    { ...common, id: "3.1.5 answer", manual: true },
  ],
});
const students = [student("ada"), student("alan")];
const kept = { "3.1.5 answer": { alan: { points: 1 } } };
const question = "3.1.5%20answer";

describe("the server of the pages to mark by hand", () => {
  let out: string;
  let address: string;
  let ended: Promise<void>;
  let controller: AbortController;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), "marking-"));
    await writeFile(join(out, "marks-by-hand.json"), JSON.stringify(kept));
    const options = { gradescope: false, warning: undefined };
    controller = new AbortController();
    address = await new Promise((resolve, reject) => {
      ended = markByHand(out, students, options, controller.signal, resolve);
      ended.catch(reject);
    });
  });
  afterEach(async () => {
    controller.abort();
    await ended;
    await rm(out, { recursive: true });
  });
  const get = async (path: string) => {
    const answer = await fetch(new URL(path, address));
    return [answer.status, answer.headers.get("content-type"), await answer.text()];
  };
  const post = async (body: unknown, path = question) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await fetch(new URL(path, address), { method: "POST", body: text });
    return [answer.status, await answer.text()];
  };

  it("has the questions, each question, and the script, under a secret address alone", async () => {
    expect(address).to.match(/^http:\/\/127\.0\.0\.1:[1-9]\d+\/[0-9a-f]{24}\/$/);
    const html = "text/html; charset=utf-8";
    expect(await get("")).to.deep.equal([200, html, questionsPage(students, kept)]);
    const [asked] = questionsOf(students);
    expect(await get(question)).to.deep.equal([200, html, questionPage(asked, students, kept)]);
    const script = new URL("../../../grading/marking/marking.js", import.meta.url);
    expect(await get("marking.js")).to.deep.equal([
      ...[200, "text/javascript; charset=utf-8", await readFile(script, "utf8")],
    ]);
    for (const path of ["3.1.1", "none", "/", "/guess/", "/guess/marking.js"]) {
      expect(await get(path), path).to.deep.equal([404, null, ""]);
    }
  });

  it("keeps points from 0 to the most, beside what others have", async () => {
    expect(await post({ file: "ada", points: 0 })).to.deep.equal([204, ""]);
    expect(await handMarksIn(out)).to.deep.equal({
      "3.1.5 answer": { ...kept["3.1.5 answer"], ada: { points: 0 } },
    });
    expect(await post({ file: "ada", points: 5, comment: 7 })).to.deep.equal([204, ""]);
    expect((await handMarksIn(out))["3.1.5 answer"].ada).to.deep.equal({ points: 5, comment: "7" });
    expect(await readFile(join(out, "grades.csv"), "utf8")).to.match(/\nada,,0,5,5,0,0\r\n/);
    expect(await post({ file: "ada", comment: "" })).to.deep.equal([204, ""]);
    expect((await handMarksIn(out))["3.1.5 answer"].ada).to.deep.equal({});
  });

  it("says why a mark could not be written, and keeps it with the next one", async () => {
    const file = join(out, "marks-by-hand.json");
    await rm(file);
    await mkdir(file); // as good as a full disk
    const [status, why] = await post({ file: "ada", points: 3 });
    expect(status).to.equal(400);
    expect(why).to.match(/ could not be written \(E[A-Z]+: .*\): make room, and enter it anew$/);
    await rm(file, { recursive: true });
    expect(await post({ file: "alan", points: 2 })).to.deep.equal([204, ""]);
    expect(await handMarksIn(out)).to.deep.equal({
      "3.1.5 answer": { ada: { points: 3 }, alan: { points: 2 } },
    });
  });

  it("refuses what is none, says why, and keeps nothing of it", async () => {
    for (const [body, why] of [
      [{ file: "ada", points: -0.5 }, /^-0\.5 points, must be 0 to 5$/],
      [{ file: "ada", points: 5.5 }, /^5\.5 points, must be 0 to 5$/],
      [{ file: "ada", points: null }, /^null points/],
      [{ file: "ada", points: "3" }, /^3 points/],
      [{ file: "ada", points: "many" }, /^many points/],
      [{ file: "eve", points: 1 }, /^eve is no student$/],
      [{ points: 1 }, /^undefined is no student$/],
      ["no JSON", /JSON/],
    ] as const) {
      const [status, text] = await post(body);
      expect([status, why.test(String(text))], String(text)).to.deep.equal([400, true]);
    }
    expect((await post({ file: "ada", points: 1 }, "3.1.1"))[0]).to.equal(404);
    expect((await post({ file: "ada", points: 1 }, "/guess/3.1.5%20answer"))[0]).to.equal(404);
    expect(await handMarksIn(out)).to.deep.equal(kept);
  });

  it("ends at once with its signal, also one that came before, and answers nothing more", async () => {
    await get("");
    controller.abort();
    await ended;
    const refusal = await fetch(address).catch(({ cause }) => cause.code);
    expect(refusal).to.equal("ECONNREFUSED");
    const options = { gradescope: false, warning: undefined };
    await markByHand(out, students, options, AbortSignal.abort(), () => {});
  });
});
