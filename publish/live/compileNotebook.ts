import { spawn } from "node:child_process";
import { once } from "node:events";
import { json, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Problem } from "../../scripts/setup/problem.mjs";
import { folder, type Notebook, sourceOf } from "../notebooks.ts";
import type { Compiled } from "./compileCells.ts";

const script = fileURLToPath(new URL("compileProcess.ts", import.meta.url));

/**
 * Compiles a notebook's code cells for its page, in a process of its own.
 *
 * @param signal ends it
 * @throws Problem where that fails; a cell that does not compile is only left out
 */
export async function compileNotebook(
  name: string,
  { cells, metadata }: Notebook,
  signal: AbortSignal,
): Promise<Compiled[]> {
  const { name: kernel } = (metadata.kernelspec ?? {}) as { name?: string };
  const language = kernel === "javascript" ? "javascript" : "typescript";
  const code = cells
    .filter(({ cell_type }) => cell_type === "code")
    .map((cell) => ({ id: cell.id, source: sourceOf(cell) }));
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script], {
    cwd: folder,
    signal,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {}); // it ended: why, its exit tells
  const ended = once(child, "close");
  child.stdin.end(JSON.stringify({ cells: code, language }));
  const complaints = text(child.stderr);
  const compiled = json(child.stdout).catch(() => undefined);
  const [exit] = await ended;
  if (exit !== 0) {
    throw new Problem(
      `${name} could not be compiled for its page.\n\n${(await complaints).trim().split("\n").slice(-12).join("\n")}`,
    );
  }
  return (await compiled) as Compiled[];
}
