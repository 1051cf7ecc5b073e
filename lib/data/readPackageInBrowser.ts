import type { BrowserFile } from "../platform/browser.ts";
import { checkedFile, type TakeFile } from "./checkedFile.ts";
import type { DataFile, Package } from "./description.ts";
import { keptFile, keptName } from "./keptFiles.ts";
import type { Found } from "./locate.ts";
import { tarEntries } from "./tarEntries.ts";
import { CutOffError, WrongSum } from "./wrongFile.ts";

/**
 * Reads every file of a package, one at a time, and hands it over once its size and sum are right.
 *
 * @param verify false: the size alone counts.
 * @throws CutOffError if the package ends too early, Error that names the file and what is wrong
 * with it.
 */
export async function readPackage(
  found: Found,
  pack: Package,
  verify: boolean,
  take: TakeFile,
): Promise<void> {
  if ("archive" in found) {
    const file = await keptFile(found.archive);
    if (!file) throw new Error(`${found.archive} is no longer in this browser`);
    return readArchive(file, pack, verify, take);
  }
  for (const described of pack.files) {
    const file = await keptFile(keptName(found.folder, described.name));
    if (!file) throw new Error(`${described.name} is no longer in this browser`);
    await readAlone(file, described, verify, take);
  }
}

/** Reads a file that is not packed, or alone in a gzip. */
export async function readAlone(
  file: BrowserFile,
  described: DataFile,
  verify: boolean,
  take: TakeFile,
): Promise<void> {
  const buffer = new Uint8Array(described.bytes);
  const stream = chunks(await unzipped(file));
  await naming(
    described.name,
    checkedFile(described, stream, verify, buffer).then((bytes) => take(described, bytes)),
  );
}

/** Reads a tar, gzipped or not, or a gzipped file. */
export async function readArchive(
  file: BrowserFile,
  { name, files }: Package,
  verify: boolean,
  take: TakeFile,
): Promise<void> {
  if (!name.endsWith(".tar.gz")) return readAlone(file, files[0], verify, take);
  const buffer = new Uint8Array(Math.max(...files.map(({ bytes }) => bytes)));
  const missing = new Set(files);
  let isPickled = false;
  const read = async () => {
    for await (const { path, content } of tarEntries(chunks(await unzipped(file)))) {
      const base = path.split("/").at(-1);
      const described = files.find(({ name }) => name === base);
      isPickled ||= files.some(({ name }) => name === `${base}.bin`);
      if (!described) continue;
      missing.delete(described);
      take(
        described,
        await naming(described.name, checkedFile(described, content, verify, buffer)),
      );
    }
  };
  await naming(name, read());
  for (const { name: file } of missing) {
    const why = isPickled ? ", it is the version for Python, whose pickles only Python reads" : "";
    throw new Error(`${name} lacks ${file}${why}`);
  }
}

/** The bytes of a file, unpacked if they are gzipped: some browsers unpack what they save. */
async function unzipped(file: BrowserFile): Promise<ReadableStream<Uint8Array>> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) return file.stream();
  return file.stream().pipeThrough<Uint8Array>(new DecompressionStream("gzip"));
}

async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw new CutOffError(`is not whole (${(error as Error).message})`);
  } finally {
    void reader.cancel().catch(() => {});
  }
}

/** Has an error begin with the name of the file. */
async function naming<T>(name: string, work: Promise<T>): Promise<T> {
  return work.catch((error: Error) => {
    const Kind = [WrongSum, CutOffError].find((kind) => error instanceof kind) ?? Error;
    throw new Kind(`${name} ${error.message}`);
  });
}
