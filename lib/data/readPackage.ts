import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { list, type ReadEntry } from "tar";
import { checkedFile, checkPieces, type TakeFile, type TakePiece } from "./checkedFile.ts";
import type { DataFile, Package } from "./description.ts";
import type { Found } from "./locate.ts";
import { CutOffError, WrongSum } from "./wrongFile.ts";

const chunkBytes = 1 << 20;

/**
 * Reads every file of a package, one at a time, and hands it over once its size and sum are right.
 *
 * @param verify false: the size alone counts.
 * @throws CutOffError if the package ends too early, Error that names the file and what is wrong
 * with it.
 */
export async function readPackage(
  found: Found,
  { name, files }: Package,
  verify: boolean,
  take: TakeFile,
): Promise<void> {
  const buffer = new Uint8Array(Math.max(...files.map(({ bytes }) => bytes)));
  const read = async (file: DataFile, stream: AsyncIterable<Uint8Array>) =>
    take(file, await checkedFile(file, stream, verify, buffer));
  if ("folder" in found) {
    for (const file of files) {
      const path = join(found.folder, file.name);
      await naming(path, read(file, piecesOf(path)));
    }
  } else if (name.endsWith(".tar.gz")) await unpack(found.archive, files, read);
  else {
    await naming(
      found.archive,
      gunzip(found.archive, (stream) => read(files[0], stream)),
    );
  }
}

/**
 * Hands the unpacked files of a package over piece by piece; at the end of each it is clear whether
 * it is the right one.
 *
 * @throws Error that names the file and what is wrong with it
 */
export async function scanFiles(
  folder: string,
  { files }: Package,
  verify: boolean,
  scan: (file: DataFile) => Scan,
): Promise<void> {
  for (const file of files) {
    const path = join(folder, file.name);
    const { take, end } = scan(file);
    await naming(path, checkPieces(file, piecesOf(path), verify, take).then(end));
  }
}

/** What is done with a file: with its pieces, and when all are there and right. */
export interface Scan {
  readonly take: TakePiece;
  readonly end: () => void;
}

/** A file piece by piece, each in the place of the one before. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const piece = new Uint8Array(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, chunkBytes);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** @throws what `read` throws, where that is the first failure */
async function gunzip(
  archive: string,
  read: (stream: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  let failure: unknown;
  const unzipped = createGunzip({ chunkSize: chunkBytes });
  await pipeline(createReadStream(archive), unzipped, (stream: AsyncIterable<Uint8Array>) =>
    read(stream).catch((error) => {
      failure ??= error;
      throw error;
    }),
  ).catch((error) => {
    throw failure ?? error; // the pipeline tells of an abortion alone
  });
}

async function unpack(
  archive: string,
  files: readonly DataFile[],
  read: (file: DataFile, stream: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const missing = new Set(files);
  let isPickled = false;
  let reading = Promise.resolve();
  let failure: unknown;
  const take = async (file: DataFile, entry: ReadEntry) => {
    missing.delete(file);
    await naming(`${archive}: ${file.name}`, read(file, entry)).catch((error) => {
      failure ??= error;
      entry.resume();
    });
  };
  const unpacking = list({
    file: archive,
    strict: true,
    maxReadSize: chunkBytes,
    noResume: true,
    onReadEntry: (entry) => {
      const file = files.find(({ name }) => name === basename(entry.path));
      isPickled ||= files.some(({ name }) => name === `${basename(entry.path)}.bin`);
      if (file) reading = reading.then(() => take(file, entry));
      else entry.resume();
    },
  });
  await naming(archive, unpacking);
  await reading;
  if (failure) throw failure;
  for (const { name } of missing) {
    const why = isPickled ? ", it is the version for Python, whose pickles only Python reads" : "";
    throw new Error(`${archive} lacks ${name}${why}`);
  }
}

async function naming<T>(path: string, work: Promise<T>): Promise<T> {
  return work.catch((error: NodeJS.ErrnoException) => {
    const what = error.code ? `cannot be read (${error.message})` : error.message;
    if (error instanceof WrongSum) throw new WrongSum(`${path} ${what}`);
    throw new (error.code === "Z_BUF_ERROR" ? CutOffError : Error)(`${path} ${what}`);
  });
}
