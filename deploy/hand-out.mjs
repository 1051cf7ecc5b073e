import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The student edition, beside this folder, as the instructor made it. */
const SOURCE = fileURLToPath(new URL("../assignment", import.meta.url));
/** The sums of the files as they were handed out, by their paths. */
const RECORD = ".handed-out.json";

/**
 * Brings the assignment to a student's folder, and later its updates, as the student: a file that is
 * missing is put there; one that is as it was handed out is replaced; one that the student has
 * changed stays, and where there is a newer one, that is put beside it, once.
 * @param {string} source
 * @param {string} target
 * @returns {string[]} what was done, in sentences
 */
export function handOut(source, target) {
  const record = join(target, RECORD);
  const before = readRecord(record);
  /** @type {Record<string, string>} */
  const now = {};
  const said = [];
  for (const name of filesBelow(source)) {
    const content = readFileSync(join(source, name));
    const place = join(target, name);
    now[name] = sumOf(content);
    const there = lstatSync(place, { throwIfNoEntry: false });
    if (there && (!there.isFile() || before[name] === now[name])) continue;
    const mine = there && sumOf(readFileSync(place));
    if (mine === now[name]) continue;
    const isChanged = mine !== undefined && mine !== before[name];
    const free = isChanged ? beside(place, now[name]) : place;
    if (!free) continue;
    write(free, content);
    said.push(
      isChanged ? `${place} stays as you have it; the new one is ${free}` : `${free} is new`,
    );
  }
  if (JSON.stringify(now) !== JSON.stringify(before))
    write(record, Buffer.from(JSON.stringify(now)));
  return said;
}

/** @returns {Record<string, string>} */
function readRecord(/** @type {string} */ path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")) ?? {};
  } catch {
    return {}; // the first time, or it is damaged: then all files count as changed
  }
}

/** @returns {string[]} */
function filesBelow(/** @type {string} */ folder, prefix = "") {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const name = join(prefix, entry.name);
    return entry.isDirectory() ? filesBelow(folder, name) : [name];
  });
}

/** A name for a newer version; undefined where that lies there already. */
function beside(/** @type {string} */ place, /** @type {string} */ sum) {
  const [, stem, ending] = /^(.*?)(\.[^./]*)?$/s.exec(place) ?? [];
  for (let number = 1; ; number++) {
    const free = `${stem} (new${number > 1 ? ` ${number}` : ""})${ending ?? ""}`;
    if (!existsSync(free)) return free;
    if (sumOf(readFileSync(free)) === sum) return undefined;
  }
}

/** Whole or not at all. */
function write(/** @type {string} */ place, /** @type {Uint8Array} */ content) {
  mkdirSync(dirname(place), { recursive: true });
  const part = `${place}.${process.pid}.part`;
  writeFileSync(part, content);
  renameSync(part, place);
}

function sumOf(/** @type {Uint8Array} */ content) {
  return createHash("sha256").update(content).digest("hex");
}

const isCommand = realpathSync(process.argv[1] ?? "") === fileURLToPath(import.meta.url);
if (isCommand && existsSync(SOURCE))
  for (const sentence of handOut(SOURCE, join(homedir(), "assignment"))) console.log(sentence);
