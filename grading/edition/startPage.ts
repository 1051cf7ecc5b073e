import { existsSync } from "node:fs";
import { join } from "node:path";
import { TASKS } from "../../lib/grading/tasks.ts";
import { root } from "../../scripts/setup/project.mjs";
import { type Cell, gradingOf, type Notebook } from "../notebook.ts";
import { isCheck, isManual } from "../run/cells.ts";

/** How long the whole notebook runs on two cores, in minutes. */
const MINUTES: Record<string, string> = { "3.0": "0.2", "3.1": "1.1", "3.2": "3.1" };

const GRADE = "application/vnd.cnn-check+json";

/**
 * The page that a student starts on: what to do, what it is worth, how long it runs and what the
 * checks have given so far, by the outputs that the student has saved.
 */
export function startPage(
  notebooks: ReadonlyMap<string, Notebook>,
  where: "in a project" | "in a class" = "in a project",
): string {
  const isOwn = where === "in a project";
  const rows = [...notebooks].map(([name, notebook]) => rowOf(name, notebook));
  const tasks = [...notebooks.values()].map(
    (notebook) => `### ${titleOf(notebook)}\n\n${tasksOf(notebook)}`,
  );
  const worked =
    isOwn && existsSync(join(root, "lib", "ops", "solutions"))
      ? `\nLearning by yourself? The worked notebooks, with solutions and answers, are in [notebooks](../notebooks): ${[...notebooks.keys()].map((name) => `[${sectionOf(name)}](../notebooks/${name}.ipynb)`).join(", ")}.\n`
      : "";
  return `# Image classification using CNNs

This folder is yours: ${isOwn ? "`npm start` made it, and never overwrites" : "no correction of the assignment overwrites"} what you write. Work through the notebooks in their order.

1. Read, and run each cell with Shift+Enter.
2. Write code where it says \`// YOUR CODE HERE\`, and text below *Your answer*. Cells with a lock are given; add cells of your own wherever you like.
3. The check after each task says what is right, what is wrong and why, and how many points that makes.
${isOwn ? "4. `npm run check` runs all notebooks as they will be graded. `npm run submit` makes `submission.zip`, which you hand in." : "4. Before you hand in, restart the kernel and run all cells, as the grading does, and save."}

| notebook | points | minutes to run | where you stand |
| --- | ---: | ---: | --- |
${rows.join("\n")}
${worked}
## Tasks

${tasks.join("\n\n")}
`;
}

function rowOf(name: string, notebook: Notebook): string {
  const graded = gradedCells(notebook);
  const sum = (cells: Cell[]) =>
    cells.reduce((total, cell) => total + (gradingOf(cell)?.points ?? 0), 0);
  const extra = sum(graded.filter(isExtra));
  const max = sum(graded) - extra;
  const checks = graded.filter(isCheck);
  const earned = checks.map(earnedIn).filter((points) => points !== undefined);
  const points = Math.min(
    max,
    earned.reduce((total, each) => total + each, 0),
  );
  const stand =
    earned.length === 0
      ? "not begun"
      : `${Math.round(100 * points) / 100} points by ${earned.length} of ${checks.length} checks`;
  return `| [${titleOf(notebook)}](${name}.ipynb) | ${max}${extra ? ` + ${extra}` : ""} | ${MINUTES[sectionOf(name)] ?? ""} | ${stand} |`;
}

function tasksOf(notebook: Notebook): string {
  const rows = gradedCells(notebook).map((cell) => {
    const id = cell.id.replace(/^\D*-/, "").replaceAll("-", ".");
    const points = gradingOf(cell)?.points ?? 0;
    const of = isExtra(cell) ? `${points} extra` : `${points}`;
    const earned = isManual(cell) ? "read by a person" : (earnedIn(cell) ?? "not checked yet");
    const title = TASKS.find((task) => task.cell === cell.id)?.title ?? "";
    return `| ${id} | ${title} | ${earned} | ${of} |`;
  });
  return ["| task | | points | of |", "| --- | --- | ---: | ---: |", ...rows].join("\n");
}

/** The points in a check's saved output. */
function earnedIn(cell: Cell): number | undefined {
  const grade = cell.outputs?.map(({ data }) => data?.[GRADE]).find((each) => each !== undefined);
  const points = grade && typeof grade === "object" && "points" in grade ? grade.points : undefined;
  return typeof points === "number" && Number.isFinite(points) ? points : undefined;
}

const gradedCells = ({ cells }: Notebook): Cell[] =>
  cells.filter((cell) => isCheck(cell) || isManual(cell));

const isExtra = ({ metadata }: Cell): boolean => metadata.tags?.includes("extra") === true;

const sectionOf = (name: string): string => name.split("-")[0];

function titleOf({ cells }: Notebook): string {
  const text = cells.map(({ source }) => [source].flat().join("")).join("\n");
  return (/^# (.*)$/m.exec(text)?.[1] ?? "").replace(/ \([^)]*points?[^)]*\)$/, "");
}
