import { escapeHtml } from "lib/display";
import { sumOfMarks, type TaskMark } from "../run/marks.ts";
import { round } from "../run/sheet.ts";
import { page } from "./page.ts";
import { type HandMarks, isMarked, type StudentResult, withHandMarks } from "./student.ts";

/** The page that a student gets: points, remarks, and the student's cells as they ran. */
export function feedback(student: StudentResult, marks: HandMarks): string {
  const tasks = withHandMarks(student, marks);
  const { points, max } = sumOfMarks(tasks);
  const rows = tasks.map((task) => row(task, isMarked(student, task, marks)));
  const cells = student.own.map(
    ({ id, source, output }) =>
      `<h3>${escapeHtml(id)}</h3><pre>${escapeHtml(source)}</pre>${
        output ? `<p>It printed:</p><pre>${escapeHtml(output)}</pre>` : ""
      }`,
  );
  const notes = student.notes.map((note) => `<li>${escapeHtml(note)}</li>`);
  return page(
    student.student,
    `<p><b>${round(points)} of ${max} points</b></p>
<table><thead><tr><th>task</th><th></th><th class="number">points</th><th>remarks</th></tr></thead>
<tbody>${rows.join("")}</tbody></table>
${notes.length ? `<h2>Notes</h2><ul>${notes.join("")}</ul>` : ""}
<h2>Your cells</h2>${cells.join("") || "<p>There are none.</p>"}`,
  );
}

function row({ id, title, points, max, extra, message }: TaskMark, marked: boolean): string {
  const given = marked ? String(round(points)) : "not yet marked,";
  const wrong = message.split("\n").map(escapeHtml).join("<br>");
  return `<tr><td>${id}</td><td>${escapeHtml(title)}</td><td class="number">${given} of ${max}${
    extra ? " extra" : ""
  }</td><td>${wrong}</td></tr>`;
}
