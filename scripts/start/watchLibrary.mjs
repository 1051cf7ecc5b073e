import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { sourcesOf } from "../setup/builtFiles.mjs";
import { compile } from "../setup/compile.mjs";

const EVERY = 300; // milliseconds
/** Age in milliseconds at which a note counts as left behind: a watch touches its own at every look. */
const ABANDONED = 10_000;

/**
 * Builds a library whenever its sources change, until the process or the watch ends. Each build
 * is noted in `dist/watch.json` once it has ended: the kernel loads no other (kernel/server/builds.ts).
 * @param {string} folder of the library
 * @param {string} tsc the compiler
 * @param {(text: string) => void} say told of errors, and when they are gone
 * @returns {() => void} ends the watch
 */
export function watchLibrary(folder, tsc, say = console.error) {
  const note = join(folder, "dist", "watch.json");
  const record = join(folder, "dist", "tsconfig.tsbuildinfo"); // the compiler's own
  /** @type {number | undefined} */
  let built;
  let told = "";
  let isBusy = false;
  let hasEnded = false;

  /** @param {string} text told once, until there is another */
  const tell = (text) => {
    if (text && text !== told) say(text);
    else if (told && !text) say(`${folder} compiles again.`);
    told = text;
  };
  const write = (/** @type {number} */ newest, /** @type {string} */ errors) => {
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(`${note}.new`, JSON.stringify({ pid: process.pid, newest, errors }));
    renameSync(`${note}.new`, note); // never read half-written
  };
  const touch = () => utimesSync(note, new Date(), new Date());
  const look = async () => {
    if (isOthers(note)) return;
    const newest = newestSource(folder);
    if (newest === built && existsSync(note)) return touch();
    const start = new Date();
    const options = { cwd: dirname(folder), pretty: true };
    const { code, output } = await compile(tsc, [folder], options);
    if (hasEnded) return;
    // a source that was changed during the build counts as newer, else it would not be built
    if (existsSync(record)) utimesSync(record, start, start);
    const errors = code === 0 ? "" : output.trim();
    write(newest, errors);
    built = newest;
    tell(errors && `${folder} does not compile, so notebooks do not load it:\n\n${errors}`);
  };
  const tick = async () => {
    if (isBusy) return existsSync(note) && touch(); // a build may take long
    isBusy = true;
    await look().catch((error) => {
      built = undefined; // such as after `dist` was deleted: the next look builds it
      if (error.code !== "ENOENT") tell(`${folder} cannot be built: ${error.message}`);
    });
    isBusy = false;
  };
  try {
    if (!isOthers(note)) write(0, ""); // who wants the library waits for the first build
  } catch (error) {
    say(`${folder} cannot be written, so it is not built as it is edited: ${error}`);
    return () => {};
  }
  const timer = setInterval(tick, EVERY);
  void tick();
  return () => {
    hasEnded = true;
    clearInterval(timer);
    if (!isOthers(note)) rmSync(note, { force: true });
  };
}

/**
 * Whether another process keeps this note.
 * @param {string} note
 */
function isOthers(note) {
  try {
    const { pid } = JSON.parse(readFileSync(note, "utf8"));
    return pid !== process.pid && Date.now() - statSync(note).mtimeMs < ABANDONED;
  } catch {
    return false; // there is no note
  }
}

/**
 * When the latest of the sources was changed.
 * @param {string} folder
 */
function newestSource(folder) {
  return Math.max(0, ...sourcesOf(folder).map((path) => statSync(join(folder, path)).mtimeMs));
}
