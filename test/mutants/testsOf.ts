import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";

/** A test file, and what a run without a fault says of it. */
export interface Tried<Place> {
  readonly file: string;
  readonly seconds: number;
  readonly reached: ReadonlySet<Place>;
}

/** How long the tests of other folders of the area, and long ones, may take on top of those that mirror the file. */
const OTHERS_SECONDS = 60;
/** How long the tests may take of a place that none is known to reach. */
const UNKNOWN_SECONDS = 60;

/** Sources whose tests stand beside others': of what serves a class, of vectors, of searches through Redis. */
const MOVED: Readonly<Record<string, string>> = {
  "scripts/deploy": "test/deploy",
  "scripts/assemble": "test/simd",
  "scripts/worker.mjs": "test/redis/worker.mjs",
};

/** Where the tests of a source mirror it: `test/knn/f.ts` for `lib/knn/f.ts`. */
function mirrorOf(file: string): string {
  const moved = Object.keys(MOVED).find((each) => `${file}/`.startsWith(`${each}/`));
  if (moved !== undefined) return MOVED[moved] + file.slice(moved.length);
  return posix.join("test", file.replace(/^lib\//, ""));
}

/** The folder of tests for an area of the sources: `test/knn` for `lib/knn`, `test/kernel` for `kernel`. */
export function areaOf(file: string): string {
  return mirrorOf(file).split("/").slice(0, 2).join("/");
}

/** Folders of tests that stand elsewhere: what figures mean is kept beside how they look. */
const ELSEWHERE: Readonly<Record<string, string>> = { "test/plot": "test/pictures" };

/** The tests for an area of the sources, in all its folders. */
export function testsFor(project: string, source: string): string[] {
  const area = areaOf(source);
  const moved = Object.keys(MOVED).filter((each) => each.startsWith(`${source}/`));
  const folders = [area, ELSEWHERE[area] ?? [], moved.map(areaOf)].flat();
  return folders.flatMap((folder) => testsIn(project, folder));
}

/** Whether a test file stands in the folder that mirrors a source's. */
export function mirrors(test: string, file: string): boolean {
  return posix.dirname(test) === posix.dirname(mirrorOf(file));
}

/** What takes minutes, which `npm run test:long` runs. */
const LONG = ".long.ts";

/** The test files in a folder of the project. */
export function testsIn(project: string, folder: string): string[] {
  if (!existsSync(join(project, folder))) return [];
  return readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts") || name.endsWith(LONG))
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .toSorted();
}

/**
 * The tests of a place in a file, those first that may end soonest: of the file's own name, of the
 * folder that mirrors its folder, long ones and others of the area; all of them reach it. Where none
 * does, quick ones of the area that may, as a process that is killed, such as a kernel, does not tell
 * what it reached.
 */
export function testsOf<Place>(
  file: string,
  place: Place,
  tried: readonly Tried<Place>[],
): string[] {
  const mirror = mirrorOf(file).replace(/\.(ts|mjs)$/, ".test.ts");
  let folder = posix.dirname(mirror);
  while (folder !== areaOf(file) && !tried.some((each) => each.file.startsWith(`${folder}/`))) {
    folder = posix.dirname(folder);
  }
  const isNear = (test: string) => test.startsWith(`${folder}/`) && !test.endsWith(LONG);
  const rank = (test: string) => (test === mirror ? 0 : isNear(test) ? 1 : 2);
  const isKnown = tried.some((each) => each.reached.has(place));
  const ordered = tried
    .filter((each) => !isKnown || each.reached.has(place) || each.file === mirror)
    .toSorted((a, b) => rank(a.file) - rank(b.file) || a.seconds - b.seconds);
  const [free, most] = isKnown ? [1, OTHERS_SECONDS] : [0, UNKNOWN_SECONDS];
  let others = 0;
  return ordered
    .filter(({ file, seconds }) => {
      if (rank(file) <= free) return true;
      others += seconds;
      return others <= most;
    })
    .map((each) => each.file);
}
