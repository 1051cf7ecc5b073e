import { instructorEdition, studentEdition } from "../../grading/edition/edition.ts";
import type { Cell, Notebook } from "../../grading/notebook.ts";
import { isAnswer } from "../../grading/run/cells.ts";
import { readNotebook, sourceOf } from "../../publish/notebooks.ts";

/** What a fake student made of a right answer, or of any other cell. */
type Edit = (right: string, blank: string) => string;

/** A fake student: which cells are other than right, and what the tasks that suffer are due. */
export interface Student {
  name: string;
  section: "3.0" | "3.1" | "3.2";
  edits: Record<string, Edit>;
  /** Points by task; what is not here is full. */
  due: Record<string, number>;
  /** The blank is handed in but for these cells; undefined: all cells are right. */
  only?: string[];
}

const names = {
  "3.0": "3.0-nearest-neighbors",
  "3.1": "3.1-neural-network-operations",
  "3.2": "3.2-image-classifier",
};

export const notebookOf = ({ section }: Student): string => names[section];

/** Replaces a piece of code that has to be there. */
const swap =
  (from: string, to: string): Edit =>
  (right) => {
    if (!right.includes(from)) throw new Error(`no ${JSON.stringify(from)} in\n${right}`);
    return right.replace(from, to);
  };
const behind =
  (code: string): Edit =>
  (right) =>
    `${right}\n${code}`;
const before =
  (code: string): Edit =>
  (right) =>
    `${code}\n${right}`;
const both =
  (...edits: Edit[]): Edit =>
  (right, blank) =>
    edits.reduce((code, edit) => edit(code, blank), right);
const stub: Edit = (_, blank) => blank;

/** A statement in the student's part of conv, pool, loss and of relu. */
const inConv = (code: string) =>
  swap("const dlossDweights =", `${code}\n    const dlossDweights =`);
const inRelu = (code: string) => swap("this.resetValues();", `this.resetValues();\n    ${code}`);
const wrongConv = swap("const dz = ", "const dz = 2 * ");

const all31 = { "3.1.1": 0, "3.1.2": 0, "3.1.3": 0, "3.1.4": 0, "3.1.5": 0, "3.1.6": 0 };
const inSection = (section: Student["section"], all: Omit<Student, "section">[]): Student[] =>
  all.map((student) => ({ section, ...student }));

/** Those who do strange things to the program that runs them. */
const strange = inSection("3.1", [
  { name: "alice, all right", edits: {}, due: {} },
  {
    name: "bob, wrong and partly right",
    edits: {
      conv: wrongConv,
      pool: swap(
        "/ cellSize ** 2;\n          for",
        "/ (Math.min(cellSize, this.inputHeight - y * cellSize) * Math.min(cellSize, this.inputWidth - x * cellSize));\n          for",
      ),
    },
    due: { "3.1.1": 0, "3.1.3": 3 },
  },
  {
    name: "carol, throws",
    edits: { conv: inConv('if (weights) throw new RangeError("boom");') },
    due: { "3.1.1": 0 },
  },
  {
    name: "dave, a type error",
    edits: { conv: swap("dz * weights.get", 'dz * "3" * weights.get') },
    due: { "3.1.1": 0 },
  },
  {
    name: "judy, another check and more points",
    edits: { conv: wrongConv, "points-3-1-1": () => "({ points: 100 });\n100;" },
    due: { "3.1.1": 0 },
  },
  { name: "mona, untouched", only: [], edits: {}, due: all31 },
  {
    name: "erin, loops for ever",
    edits: { conv: inConv("while (weights) {}") },
    due: { "3.1.1": 0 },
  },
  {
    name: "fred, warns on stderr",
    edits: { conv: inConv('console.error("warning: slow");') },
    due: {},
  },
  {
    name: "gina, loops after an await",
    edits: { relu: before("await null; while (Math.PI > 3) {}") },
    due: { "3.1.2": 0 },
  },
  {
    name: "hank, calls process.exit",
    edits: { conv: inConv("if (weights) process.exit(0);") },
    due: { "3.1.1": 0 },
  },
  {
    name: "ivan, a promise that nobody awaits",
    edits: { conv: inConv('void Promise.reject(new Error("stray"));') },
    due: {},
  },
  {
    name: "kim, 20,000 lines",
    edits: { conv: behind('for (let i = 0; i < 20000; i++) console.log("line", i);') },
    due: {},
  },
  {
    name: "lars, awaits what never comes",
    edits: { pool: before("await new Promise(() => {});") },
    due: { "3.1.3": 0 },
  },
  {
    name: "olga, replaces what judges",
    edits: {
      conv: both(
        wrongConv,
        behind(
          '(require("node:assert") as any).deepStrictEqual = () => {};\n(Math as any).abs = () => 0; (JSON as any).stringify = () => "same"; (Number as any).isFinite = () => false;',
        ),
      ),
    },
    due: { "3.1.1": 0 },
  },
  {
    name: "pete, reads folders and opens a socket",
    edits: {
      conv: behind(
        'import * as fs from "node:fs"; import * as net from "node:net";\nnet.createServer().listen(0, "127.0.0.1").unref();\nfs.readdirSync("../..").map((name) => fs.readdirSync("../../" + name));',
      ),
    },
    due: {},
  },
  {
    name: "nils, throws after a right declaration",
    edits: { conv: behind('throw new Error("after the declaration");') },
    due: {},
  },
]);

/** Those who get 3.1 wrong, or cheat. */
const operations = inSection("3.1", [
  {
    name: "prints for ever",
    edits: { relu: inRelu('while (this.value) console.log("x".repeat(100));') },
    due: { "3.1.2": 0 },
  },
  {
    name: "uses up the memory",
    edits: {
      relu: inRelu(
        "const all: Float64Array[] = [];\n    while (this.value) all.push(new Float64Array(1e6).fill(1));",
      ),
    },
    due: { "3.1.2": 0 },
  },
  {
    name: "has another program kill its kernel",
    edits: { relu: inRelu('require("node:child_process").execSync("kill -9 $PPID");') },
    due: { "3.1.2": 0 },
  },
  { name: "full", edits: { "answer-3-1-5": behind("The step is too long.") }, due: {} },
  { name: "untouched, with an answer", only: ["answer-3-1-5"], edits: {}, due: all31 },
  { name: "only ReLU", only: ["relu"], edits: {}, due: { ...all31, "3.1.2": 5 } },
  { name: "no dense layer", edits: { dense: stub }, due: { "3.1.6": 0 } },
  {
    name: "pooling not divided",
    edits: { pool: swap("/ cellSize ** 2;\n          for", ";\n          for") },
    due: { "3.1.3": 0 },
  },
  {
    name: "convolution without its weights' gradient",
    edits: { conv: swap("this.dlossDweights = dlossDweights;", "") },
    due: { "3.1.1": 5 },
  },
  {
    name: "loss without the shift",
    edits: { loss: swap("Math.max(...y)", "0 * Math.max(...y)") },
    due: { "3.1.4": 6 },
  },
  {
    name: "ReLU is abs",
    edits: {
      relu: swap(
        "Math.max(0, this.inputs.value.get(y, x, f))",
        "Math.abs(this.inputs.value.get(y, x, f))",
      ),
    },
    due: { "3.1.2": 0 },
  },
  {
    name: "ReLU loops for ever",
    edits: { relu: inRelu("while (this.value) {}") },
    due: { "3.1.2": 0 },
  },
  {
    name: "a typing error",
    edits: { conv: swap("dz * weights.get", "dz * wieghts.get") },
    due: { "3.1.1": 0 },
  },
  {
    name: "inherits a solution",
    edits: {
      conv: () =>
        'import { OpConv2D as Given } from "lib/ops/solutions";\nclass OpConv2D extends Given {}',
    },
    due: { "3.1.1": 0 },
  },
  {
    name: "makes a global check of its own",
    edits: {
      conv: (_, blank) =>
        `${blank}\n(globalThis as any).gradeConv2D = () => ({ points: 10 });\nconst gradeConv2D = () => 10;`,
    },
    due: { "3.1.1": 0 },
  },
  {
    name: "replaces parts of lib",
    edits: {
      conv: (_, blank) =>
        `${blank}\nfor (const name of ["gradeConv2D", "sumOf"])\n  try { Object.defineProperty(require("lib/grading"), name, { value: () => 10 }); } catch {}\nimport { CheckReport } from "lib/ops";\ntry { Object.defineProperty(CheckReport.prototype, "points", { value: () => 10 }); } catch {}`,
    },
    due: { "3.1.1": 0 },
  },
  {
    name: "replaces Array.prototype.filter",
    edits: {
      conv: (_, blank) =>
        `${blank}\nArray.prototype.filter = function () { return [] as any; };\nArray.prototype.reduce = function () { return 10 as any; };`,
    },
    due: { "3.1.1": 0 },
  },
  { name: "ReLU warns on stderr", edits: { relu: inRelu('console.error("relu");') }, due: {} },
]);

const all30 = { "3.0.1a": 0, "3.0.1b": 0, "3.0.1c": 0, "3.0.2": 0 };
const nearest = inSection("3.0", [
  { name: "3.0 right", edits: {}, due: {} },
  { name: "3.0 untouched", only: [], edits: {}, due: all30 },
  {
    name: "farthest first",
    edits: { nearest: swap("distances[i] - distances[j]", "distances[j] - distances[i]") },
    due: { "3.0.1a": 0 },
  },
  {
    name: "the other side of the cut",
    edits: { cut: both(swap("f(a) <= 0", "f(a) >= 0")) },
    due: { "3.0.1b": 0 },
  },
  {
    name: "a set of its nearest member alone",
    edits: { "cell-of-set": swap("for (const p of set)", "for (const p of set.slice(0, 1))") },
    due: { "3.0.2": 0 },
  },
  {
    name: "a cell that forgets its last cut",
    edits: { cell: swap("for (const q of points)", "for (const q of points.slice(0, -1))") },
    due: { "3.0.1c": 0 },
  },
]);

const classifier = inSection("3.2", [
  { name: "3.2 right", edits: {}, due: {} },
  { name: "3.2 untouched", only: [], edits: {}, due: { "3.2.1": 0, "3.2.2": 0 } },
  {
    name: "does not put the best weights back",
    edits: { own: swap("task.setWeights(best.weights);", "") },
    due: { "3.2.1": 10 },
  },
  {
    name: "an equal accuracy is a new best",
    edits: { own: swap("accuracy > best.accuracy", "accuracy >= best.accuracy") },
    due: { "3.2.1": 10 },
  },
  {
    name: "the last measurement of a trial",
    edits: { "own-search": swap("Math.max(...measured)", "measured[measured.length - 1]") },
    due: { "3.2.2": 17.5 },
  },
  {
    name: "a search that never ends",
    edits: {
      "own-search": swap("const { measured } =", "while (space) {}\n        const { measured } ="),
    },
    due: { "3.2.2": 0 },
  },
]);

export const students: Student[] = [...strange, ...operations, ...nearest, ...classifier];

/** Students who are one. Of those who change the same cell, all are due everything. */
export function together(...chosen: Student[]): Student {
  const edits: Student["edits"] = {};
  for (const student of chosen) {
    for (const [id, edit] of Object.entries(student.edits)) {
      const isFree = !edits[id] || chosen.every(({ due }) => Object.keys(due).length === 0);
      if (!isFree || student.only) throw new Error(`${student.name} cannot be one with others`);
      edits[id] = edits[id] ? both(edits[id], edit) : edit;
    }
  }
  return {
    name: chosen.map(({ name }) => name).join("; "),
    section: chosen[0].section,
    edits,
    due: Object.assign({}, ...chosen.map(({ due }) => due)),
  };
}

const unmarked = (source: string) => source.replace(/^[ \t]*\/\/ (BEGIN|END) SOLUTION\n/gm, "");

/** What a student hands in. */
export async function submissionOf(student: Student): Promise<Notebook> {
  const name = notebookOf(student);
  const worked = await readNotebook(name);
  const blank = studentEdition(worked, name);
  const right = new Map(instructorEdition(worked).cells.map((cell) => [cell.id, cell]));
  const cells = blank.cells.map((cell): Cell => {
    const stubbed = sourceOf(cell);
    const solved = unmarked(sourceOf(right.get(cell.id) ?? cell));
    const isOwn = isAnswer(cell) && (student.only?.includes(cell.id) ?? true);
    const edit = student.edits[cell.id];
    const own = cell.cell_type === "code" && isOwn ? solved : stubbed;
    return { ...cell, source: edit ? edit(own, stubbed) : own };
  });
  return { ...blank, cells };
}
