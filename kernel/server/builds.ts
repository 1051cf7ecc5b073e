import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Failure } from "../threads.ts";

/** What scripts/start/watchLibrary.mjs says of its latest build. */
interface Note {
  /** When the latest source that was built had been changed. */
  newest: number;
  errors: string;
}

const LOOK_EVERY = 50; // milliseconds
/** Age in milliseconds at which a note counts as left behind by a watch that was killed. */
const ABANDONED = 10_000;

const changed = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function readNote(folder: string): Note | undefined {
  const file = path.join(folder, "dist", "watch.json");
  if (Date.now() - changed(file) > ABANDONED) return undefined;
  return readJson(folder, "dist/watch.json"); // undefined if the watch has ended just now
}

function readJson<T>(folder: string, name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  } catch {
    return undefined;
  }
}

/** A library's sources: the TypeScript files not excluded; of settings with comments, all of them. */
function sourcesOf(folder: string): string[] {
  const { exclude = [] } = readJson<{ exclude?: string[] }>(folder, "tsconfig.json") ?? {};
  const skipped = new Set(
    [...exclude, "dist", "node_modules"].map((name) => path.join(folder, name)),
  );
  const visit = (place: string): string[] =>
    readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
      const file = path.join(place, entry.name);
      if (entry.name.startsWith(".") || skipped.has(file)) return [];
      if (entry.isDirectory()) return visit(file);
      return entry.name.endsWith(".ts") ? [file] : [];
    });
  return visit(folder);
}

function newestSource(folder: string): number {
  return Math.max(0, ...sourcesOf(folder).map(changed));
}

/**
 * Whether a source is not the one that was built. A copy gives all files new times, so that one that
 * looks newer than the build is held against what scripts/setup/builtFiles.mjs has noted of it.
 */
function hasChanged(folder: string, record: string): boolean {
  const newer = sourcesOf(folder).filter((file) => changed(file) > changed(record));
  if (newer.length === 0) return false;
  const built = readJson<{ sources: Record<string, string> }>(folder, "dist/built.json");
  return newer.some((file) => {
    const name = path.relative(folder, file).replaceAll(path.sep, "/");
    const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
    return built?.sources[name] !== hash;
  });
}

/** A library of someone else is loaded as it is: who uses it cannot build it. */
function isOurs(record: string): boolean {
  try {
    accessSync(record, constants.W_OK);
    return true;
  } catch {
    return !existsSync(record);
  }
}

function fail(name: string, why: string, details: string[]): Failure {
  const evalue = `${name} ${why}`;
  return { ename: "LibraryError", evalue, traceback: [`LibraryError: ${evalue}`, ...details] };
}

/** What the compiler's own record says, where nobody watches the library. */
function fromRecord(folder: string): Failure | undefined {
  const record = path.join(folder, "dist", "tsconfig.tsbuildinfo");
  const name = path.basename(folder);
  if (isOurs(record) && hasChanged(folder, record)) {
    const remedy =
      "Run `npm run build` in a terminal, then this cell again; `npm start` builds it by itself.";
    return fail(name, "has changed since it was built, so it is not loaded.", [remedy]);
  }
  const said = existsSync(record) ? readFileSync(record, "utf8") : "";
  if (!/"affectedFilesPendingEmit":|"errors":true/.test(said)) return undefined;
  return fail(name, "does not compile, so it is not loaded.", ["`npm run build` shows why."]);
}

/**
 * Waits, as long as that is wanted, until a library's build is that of its sources.
 *
 * @returns what is wrong if it does not compile, or if nobody builds it
 */
export async function awaitBuild(
  folder: string,
  isWanted: () => boolean,
): Promise<Failure | undefined> {
  for (; isWanted(); await sleep(LOOK_EVERY)) {
    const note = readNote(folder);
    if (!note) return fromRecord(folder);
    if (note.newest !== newestSource(folder)) continue;
    if (!note.errors) return undefined;
    const errors = stripVTControlCharacters(note.errors).split("\n");
    return fail(path.basename(folder), "does not compile, so it is not loaded.", ["", ...errors]);
  }
  return undefined;
}
