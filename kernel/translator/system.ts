import path from "node:path";
import type ts from "typescript-api";
import { projectRoot } from "../tslab.ts";

type Timer = { callback: () => void };

/** A path as TypeScript writes it. */
export const slashes = (file: string): string => file.replaceAll("\\", "/");

/**
 * Repairs tslab's file system: packages are found from any folder. The last place TypeScript
 * looks in, `/node_modules`, shows the project's `node_modules`.
 */
export function findProject(system: ts.System): Partial<ts.System> {
  const last = `${slashes(path.parse(process.cwd()).root)}node_modules`;
  const own = slashes(path.join(projectRoot, "node_modules"));
  const at = (file: string) =>
    file === last || file.startsWith(`${last}/`) ? own + file.slice(last.length) : file;
  return {
    fileExists: (file) => system.fileExists(at(file)),
    readFile: (file, encoding) => system.readFile(at(file), encoding),
    directoryExists: (folder) => system.directoryExists(at(folder)),
    getDirectories: (folder) => system.getDirectories(at(folder)),
    realpath: (file) => system.realpath?.(at(file)) ?? at(file),
  };
}

/**
 * Repairs tslab's timer, which holds one callback until the next conversion and throws at a
 * second one: TypeScript sets two when a package appears in `node_modules`.
 */
function holdTimers(system: ts.System): Partial<ts.System> {
  const pending = new Set<Timer>();
  let isSet = false;
  const runAll = () => {
    for (const timer of pending) {
      pending.delete(timer);
      timer.callback(); // may add another
    }
    isSet = false;
  };
  return {
    setTimeout(callback) {
      const timer = { callback };
      pending.add(timer);
      if (!isSet) system.setTimeout?.(runAll, 0);
      isSet = true;
      return timer;
    },
    clearTimeout: (timer) => pending.delete(timer),
  };
}

/** tslab's view of the system, repaired; folders are not watched, see `Modules`. */
export function repairSystem(system: ts.System): ts.System {
  const watchDirectory = () => ({ close() {} });
  const repairs = [findProject(system), holdTimers(system), { watchDirectory }];
  return Object.assign(Object.create(system), ...repairs);
}
