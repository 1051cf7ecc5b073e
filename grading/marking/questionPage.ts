import { escapeHtml } from "lib/display";
import { page } from "../results/page.ts";
import type { HandMarks, StudentResult } from "../results/student.ts";

/** A task that a person marks. */
export interface Question {
  id: string;
  title: string;
  max: number;
}

/** The tasks that a person marks. */
export const questionsOf = (students: StudentResult[]): Question[] =>
  (students[0]?.tasks ?? []).filter(({ manual }) => manual);

/** The page of a question: all students' answers, each with a field for its points. */
export function questionPage(
  { id, title, max }: Question,
  students: StudentResult[],
  marks: HandMarks,
): string {
  const articles = students.map(({ student, file, own }) => {
    const answer = own.find(
      (cell) => cell.id === `answer-${id.replace(" answer", "").replaceAll(".", "-")}`,
    );
    const { points = "", comment = "" } = marks[id]?.[file] ?? {};
    return `<article><h2>${escapeHtml(student)}</h2>
<pre>${escapeHtml(answer?.source ?? "(not submitted)")}</pre>
<form data-file="${escapeHtml(file)}">
<label>Points of ${max}: <input type="number" name="points" min="0" max="${max}" step="0.5" value="${points}">
<span class="state" role="status"></span></label>
<label>Comment <textarea name="comment" rows="2">${escapeHtml(comment)}</textarea></label>
</form></article>`;
  });
  const intro = `<p><a href="./">All questions</a>. What you enter is kept at once, and stands in grades.csv.</p>`;
  return page(`${id}: ${title}`, intro + articles.join("\n"), "marking.js");
}

/** The page that leads to the questions. */
export function questionsPage(students: StudentResult[], marks: HandMarks): string {
  const items = questionsOf(students).map(({ id, title, max }) => {
    const left = students.filter(({ file }) => marks[id]?.[file]?.points === undefined).length;
    return `<li><a href="${encodeURIComponent(id)}">${id} ${escapeHtml(title)}</a> (${max} points): ${left} of ${students.length} yet to be marked</li>`;
  });
  return page("Marking by hand", `<ul>${items.join("")}</ul>`);
}
