import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";

const DESCRIPTORS = "/proc/self/fd";

/** The files in a folder that this process has open, where the system tells. */
export function openFiles(folder: string): string[] {
  if (process.platform !== "linux") return [];
  const open = readdirSync(DESCRIPTORS).map((name) => {
    try {
      return readlinkSync(join(DESCRIPTORS, name));
    } catch {
      return ""; // it was closed meanwhile
    }
  });
  return open.filter((path) => path.startsWith(folder));
}
