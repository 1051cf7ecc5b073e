import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/setup/project.mjs";

const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];

/** The project's files, by their paths in it. */
export const tracked: readonly string[] = execFileSync("git", listed, {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((file) => file && existsSync(join(root, file)));

/** The text of one. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8");
