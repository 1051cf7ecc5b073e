import { sumOfMarks } from "../run/marks.ts";
import { round } from "../run/sheet.ts";
import { csv } from "./csv.ts";
import { type HandMarks, isMarked, type StudentResult, withHandMarks } from "./student.ts";

/** The sheet of all marks: a row a student; what a person has yet to mark is empty. */
export function gradesCsv(students: StudentResult[], marks: HandMarks): string {
  const columns = students[0]?.tasks ?? [];
  const head = columns.map(({ id, max, extra }) => `${id} (${max}${extra ? " extra" : ""})`);
  const { max } = sumOfMarks(columns);
  const rows = students.map((student) => {
    const tasks = withHandMarks(student, marks);
    const points = tasks.map((task) => (isMarked(student, task, marks) ? round(task.points) : ""));
    const left = points.filter((each) => each === "").length;
    const { points: sum } = sumOfMarks(tasks);
    return [student.student, student.number, ...points, round(sum), left, student.notes.length];
  });
  const ends = [`points of ${max}`, "yet to be marked", "notes"];
  return csv([["student", "number", ...head, ...ends], ...rows]);
}

/** What needs a person's eye, as Markdown. */
export function attention(students: StudentResult[], warning: string | undefined): string {
  const noted = students.filter(({ notes }) => notes.length);
  const oneLine = (text: string) => text.replace(/\s+/g, " ").replace(/[<>`[\]]/g, "\\$&");
  return [
    "# What needs a person's eye",
    "",
    ...(warning ? [`**${warning}**`, ""] : []),
    ...(noted.length ? [] : ["Nothing: no submission has a note."]),
    ...noted.flatMap(({ student, notes }) => [
      `## ${oneLine(student)}`,
      "",
      ...notes.map((note) => `- ${oneLine(note)}`),
      "",
    ]),
  ].join("\n");
}
