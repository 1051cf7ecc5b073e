import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { list } from "tar";
import type { DataFile, Package } from "./description.ts";
import type { Found } from "./locate.ts";

/** Takes the whole content of one file; throws if the content is wrong. */
export type TakeFile = (file: DataFile, bytes: Uint8Array) => void;

/**
 * Reads every file of a package, one at a time, and hands it over once its size and sum are right.
 *
 * @param verify false: the size alone counts.
 * @throws Error that names the file and what is wrong with it.
 */
export async function readPackage(
  found: Found,
  { files }: Package,
  verify: boolean,
  take: TakeFile,
): Promise<void> {
  const missing = new Set(files);
  const takeChecked: TakeFile = (file, bytes) => {
    const path =
      "folder" in found ? join(found.folder, file.name) : `${found.archive}: ${file.name}`;
    try {
      check(file, bytes, verify);
      take(file, bytes);
    } catch (error) {
      throw new Error(`${path} ${messageOf(error)}`, { cause: error });
    }
    missing.delete(file);
  };
  if ("folder" in found)
    for (const file of files) takeChecked(file, await readFile(join(found.folder, file.name)));
  else {
    await unpack(found.archive, files, takeChecked);
    for (const { name } of missing) throw new Error(`${found.archive} lacks ${name}`);
  }
}

function check(file: DataFile, bytes: Uint8Array, verify: boolean): void {
  if (bytes.length !== file.bytes)
    throw new Error(`has ${bytes.length} bytes, ${file.bytes} are right`);
  if (!verify) return;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== file.sha256) throw new Error(`has the sha256 ${sha256}, ${file.sha256} is right`);
}

async function unpack(archive: string, files: readonly DataFile[], take: TakeFile): Promise<void> {
  try {
    if (archive.endsWith(".tar.gz")) await unpackTar(archive, files, take);
    else take(files[0], await promisify(gunzip)(await readFile(archive)));
  } catch (error) {
    throw error instanceof Error && "code" in error
      ? new Error(`${archive} cannot be unpacked (${error.message})`, { cause: error })
      : error;
  }
}

async function unpackTar(
  archive: string,
  files: readonly DataFile[],
  take: TakeFile,
): Promise<void> {
  const taken: Promise<void>[] = [];
  let failure: unknown;
  await list({
    file: archive,
    strict: true,
    onReadEntry: (entry) => {
      const file = files.find(({ name }) => name === basename(entry.path));
      if (!file) return;
      const content = entry.concat().then((bytes) => take(file, bytes));
      taken.push(
        content.catch((error) => {
          failure ??= error;
        }),
      );
    },
  });
  await Promise.all(taken);
  if (failure) throw failure;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
