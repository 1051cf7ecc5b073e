import { expect } from "chai";
import { JSDOM } from "jsdom";
import { fileNames } from "../../../grading/grade.ts";
import { questionPage } from "../../../grading/marking/questionPage.ts";
import { csv } from "../../../grading/results/csv.ts";
import { feedback } from "../../../grading/results/feedback.ts";
import { attention, gradesCsv } from "../../../grading/results/gradesCsv.ts";
import { gradescope } from "../../../grading/results/gradescope.ts";
import type { StudentResult } from "../../../grading/results/student.ts";

const evil = "<script>alert(1)</script><img src=x onerror=alert(1)>";
const task = { title: "Convolution", manual: false, extra: false, message: "" };
const ada: StudentResult = {
  student: `Ada ${evil}`,
  number: "7",
  file: "Ada_7",
  tasks: [
    { ...task, id: "3.1.1", points: 7.333333, max: 10, message: `${evil}\nsecond` },
    { ...task, id: "3.1.5 answer", points: 0, max: 5, manual: true },
    { ...task, id: "3.1.6", points: 5, max: 5, extra: true },
  ],
  notes: [evil],
  own: [{ id: "answer-3-1-5", type: "markdown", source: evil, output: evil }],
};

describe("the sheet of all marks", () => {
  it("has a row a student; what is yet to be marked is empty and counted", () => {
    const [head, row] = gradesCsv([{ ...ada, student: "Ada" }], {}).split("\r\n");
    expect(head).to.equal(
      "student,number,3.1.1 (10),3.1.5 answer (5),3.1.6 (5 extra),points of 15,yet to be marked,notes",
    );
    expect(row).to.equal("Ada,7,7.33,,5,12.33,1,1");
  });

  it("takes what a person gave, and is never above the full sum", () => {
    const marks = { "3.1.5 answer": { Ada_7: { points: 5 } } };
    expect(gradesCsv([{ ...ada, student: "Ada" }], marks)).to.match(/\nAda,7,7.33,5,5,15,0,1\r\n$/);
  });

  it("has no formula, and quotes what needs it", () => {
    expect(csv([["=1+1", 'a "b", c', -2]])).to.equal('\'=1+1,"a ""b"", c",-2\r\n');
  });
});

describe("the pages of grading", () => {
  const pages = {
    feedback: feedback(ada, {}),
    question: questionPage({ ...ada.tasks[1] }, [ada], {}),
  };
  for (const [name, html] of Object.entries(pages)) {
    it(`run nothing of a student's, on ${name}`, () => {
      const { document } = new JSDOM(html).window;
      expect(
        [...document.querySelectorAll("script, img")].map((each) => each.outerHTML),
      ).to.deep.equal(
        name === "question" ? ['<script type="module" src="marking.js"></script>'] : [],
      );
      expect(document.body.textContent).to.contain(evil);
      const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content");
      expect(policy).to.match(/^default-src 'none'/);
    });
  }

  it("tell points, what is wrong, and what is yet to be marked", () => {
    const { document } = new JSDOM(pages.feedback).window;
    const rows = [...document.querySelectorAll("tbody tr")].map(({ textContent }) => textContent);
    expect(rows[0]).to.match(/^3\.1\.1Convolution7\.33 of 10/);
    expect(rows[1]).to.contain("not yet marked, of 5");
    expect(document.querySelector("p")?.textContent).to.equal("12.33 of 15 points");
  });

  it("list what needs a person's eye, without HTML", () => {
    const list = attention([ada], "No box.");
    expect(list)
      .to.contain("**No box.**")
      .and.to.not.match(/[^\\]<script/);
  });

  it("list the notes of each who has some, or say that there are none", () => {
    const head = "# What needs a person's eye\n\n";
    const bob = { ...ada, student: "Bob", notes: [] };
    const notes = ["a cell\n  is  missing", "and `b`"];
    expect(attention([bob], undefined)).to.equal(`${head}Nothing: no submission has a note.`);
    expect(attention([bob], "No box.")).to.equal(
      `${head}**No box.**\n\nNothing: no submission has a note.`,
    );
    expect(attention([bob, { ...ada, student: "Eve", notes }], undefined)).to.equal(
      `${head}## Eve\n\n- a cell is missing\n- and \\\`b\\\`\n`,
    );
  });
});

describe("Gradescope's results", () => {
  it("have a test for each task that needs no person, and the sum as the score", () => {
    const results = gradescope(ada.tasks);
    expect(results).to.have.property("score", 10);
    expect(results).to.have.nested.property("tests[0].score", 7.33);
    expect(results).to.have.nested.property("tests.length", 2);
  });
});

describe("the names of students' files", () => {
  it("are harmless and each another, also where case does not count", () => {
    const of = (...students: string[]) =>
      fileNames(students.map((student) => ({ student, number: "" })));
    expect(of("Ada", "ada", "../x", "Zoë", "")).to.deep.equal([
      "Ada",
      "ada_2",
      "_x",
      "Zoe_",
      "student",
    ]);
  });
});
