import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../tslab.ts";

/** What a kernel keeps for the next one. */
export const KEPT: string = path.join(projectRoot, "node_modules/.cache/kernel");

export const sumOf = (data: Buffer): Buffer => createHash("sha256").update(data).digest();
const SUM = sumOf(Buffer.of()).length;

/** @returns undefined where there is no such file, or a damaged one */
export function readKept(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(SUM);
    return sumOf(data).equals(bytes.subarray(0, SUM)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Leaves nothing in a folder that cannot be written to, or on a full disk. */
export function keep(file: string, data: Buffer): void {
  const part = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(part, Buffer.concat([sumOf(data), data]));
    renameSync(part, file);
  } catch {
    if (existsSync(part)) rmSync(part);
  }
}
