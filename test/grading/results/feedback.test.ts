import { expect } from "chai";
import { JSDOM } from "jsdom";
import { questionPage, questionsOf, questionsPage } from "../../../grading/marking/questionPage.ts";
import { feedback } from "../../../grading/results/feedback.ts";
import { gradescope } from "../../../grading/results/gradescope.ts";
import { page } from "../../../grading/results/page.ts";
import type { StudentResult } from "../../../grading/results/student.ts";

const common = { title: "Why & how", max: 5, extra: false, message: "" };
const ada: StudentResult = {
  ...{ student: "Ada <A>", number: "7", file: "Ada_7", notes: ["One.", "Two & three."] },
  tasks: [
    { ...common, id: "3.1.1", points: 1.666666, manual: false, message: "first\nsecond" },
    { ...common, id: "3.1.5 answer", points: 0, manual: true },
    { ...common, id: "3.1.6", points: 3, manual: false, extra: true },
  ],
  own: [
    { id: "conv", type: "code", source: "a < b", output: "it said" },
    { id: "answer-3-1-5", type: "markdown", source: "Because.", output: "" },
  ],
};
const bare: StudentResult = { ...ada, student: "Bob", file: "Bob", notes: [], own: [] };

const body = (html: string): string => {
  const { document } = new JSDOM(html).window;
  return document.body.innerHTML.trim().replaceAll(/\n/g, "");
};

describe("the page that a student gets", () => {
  it("has points, remarks, notes, and the student's cells with what they printed", () => {
    expect(body(feedback(ada, {}))).to.equal(
      [
        "<h1>Ada &lt;A&gt;</h1>",
        "<p><b>4.67 of 10 points</b></p>",
        '<table><thead><tr><th>task</th><th></th><th class="number">points</th><th>remarks</th></tr></thead><tbody>',
        '<tr><td>3.1.1</td><td>Why &amp; how</td><td class="number">1.67 of 5</td><td>first<br>second</td></tr>',
        '<tr><td>3.1.5 answer</td><td>Why &amp; how</td><td class="number">not yet marked, of 5</td><td></td></tr>',
        '<tr><td>3.1.6</td><td>Why &amp; how</td><td class="number">3 of 5 extra</td><td></td></tr>',
        "</tbody></table>",
        "<h2>Notes</h2><ul><li>One.</li><li>Two &amp; three.</li></ul>",
        "<h2>Your cells</h2>",
        "<h3>conv</h3><pre>a &lt; b</pre><p>It printed:</p><pre>it said</pre>",
        "<h3>answer-3-1-5</h3><pre>Because.</pre>",
      ].join(""),
    );
  });

  it("has no notes where there are none, and says that there are no cells", () => {
    expect(body(feedback(bare, {}))).to.match(
      /<\/table><h2>Your cells<\/h2><p>There are none.<\/p>$/,
    );
  });
});

describe("the pages to mark by hand", () => {
  it("lead to the questions that a person marks, and count what is left", () => {
    const marks = { "3.1.5 answer": { Bob: { points: 0 }, Ada_7: { comment: "Hm." } } };
    expect(questionsOf([ada, bare]).map(({ id }) => id)).to.deep.equal(["3.1.5 answer"]);
    const eve = { ...bare, file: "Eve" };
    expect(body(questionsPage([ada, bare, eve], marks))).to.equal(
      '<h1>Marking by hand</h1><ul><li><a href="3.1.5%20answer">3.1.5 answer Why &amp; how</a> (5 points): 2 of 3 yet to be marked</li></ul>',
    );
    expect(body(questionsPage([], {}))).to.equal("<h1>Marking by hand</h1><ul></ul>");
  });

  it("have each student's answer, with what was entered", () => {
    const marks = { "3.1.5 answer": { Ada_7: { points: 3.5, comment: "<Good>" } } };
    const html = questionPage(questionsOf([ada])[0], [ada, bare], marks);
    const { document } = new JSDOM(html).window;
    expect(document.title).to.equal("3.1.5 answer: Why & how");
    const articles = [...document.querySelectorAll("article")].map((article) => {
      const { name, value, min, max, step } = article.querySelector("input") ?? {};
      return [
        ...[article.querySelector("h2")?.textContent, article.querySelector("pre")?.textContent],
        ...[article.querySelector("form")?.dataset.file, article.querySelector("textarea")?.value],
        [name, value, min, max, step],
      ];
    });
    expect(articles).to.deep.equal([
      ["Ada <A>", "Because.", "Ada_7", "<Good>", ["points", "3.5", "0", "5", "0.5"]],
      ["Bob", "(not submitted)", "Bob", "", ["points", "", "0", "5", "0.5"]],
    ]);
  });
});

describe("a page", () => {
  it("may run its own script and ask its own server, or nothing", () => {
    const policyOf = (html: string) =>
      new JSDOM(html).window.document.querySelector("meta[http-equiv]")?.getAttribute("content");
    const least = "default-src 'none'; style-src 'unsafe-inline'";
    expect(policyOf(page("A", ""))).to.equal(least);
    expect(policyOf(page("A", "", "a.js"))).to.equal(
      `${least}; script-src 'self'; connect-src 'self'`,
    );
  });
});

describe("what Gradescope reads", () => {
  it("is each task that needs no person, where extra points come on top", () => {
    const test = { name: "Why & how", visibility: "visible" };
    expect(gradescope(ada.tasks)).to.deep.equal({
      score: 4.67,
      tests: [
        { ...test, number: "3.1.1", score: 1.67, max_score: 5, output: "first\nsecond" },
        { ...test, number: "3.1.6", score: 3, max_score: 0, output: "" },
      ],
    });
  });
});
