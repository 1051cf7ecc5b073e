import { copyFile, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Where the bytes of a part are from. */
interface Origin {
  readonly url: string;
  /** A strong entity tag, else a date, else "": what the server compares with its own. */
  readonly version: string;
}

/**
 * What has come of a download so far: a file of one owner beside the archive that it will be, and a
 * note of its origin.
 */
export class PartFile {
  readonly path: string;
  readonly #archive: string;
  readonly #url: string;

  /** @param owner no other process has this name, so that no other writes to the file */
  constructor(archive: string, url: string, owner: string) {
    this.path = `${archive}${MARK}-${owner}`;
    this.#archive = archive;
    this.#url = url;
  }

  /** Bytes that have come. */
  size(): Promise<number> {
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** The version of the server's file to which the bytes belong, "" if it is not known. */
  async version(): Promise<string> {
    return (await originOf(this.path))?.version ?? "";
  }

  async setVersion(version: string): Promise<void> {
    const origin: Origin = { url: this.#url, version };
    await writeFile(notePath(this.path), JSON.stringify(origin));
  }

  /** Puts the file `path` in the place of what has come. */
  async replaceBy(path: string, version: string): Promise<void> {
    await rm(notePath(this.path), { force: true });
    await rename(path, this.path);
    await this.setVersion(version);
  }

  /**
   * Goes on from the largest part that an earlier owner left.
   *
   * @param copy that owner may still write to its file
   */
  async adopt(copy: boolean): Promise<void> {
    const left = [];
    for (const path of await partsOf(this.#archive)) {
      const origin = await originOf(path);
      if (origin?.url === this.#url) left.push({ path, origin, bytes: (await stat(path)).size });
    }
    const [largest] = left.sort((a, b) => b.bytes - a.bytes);
    if (!largest) return;
    if (copy) await copyFile(largest.path, this.path);
    else await rename(largest.path, this.path);
    await this.setVersion(largest.origin.version);
    for (const { path } of left) await removePart(path);
  }

  /** The part is whole and right: it becomes the archive, and what others left goes. */
  async finish(): Promise<void> {
    await rename(this.path, this.#archive);
    for (const path of [this.path, ...(await partsOf(this.#archive))]) await removePart(path);
  }

  /** Removes the part. */
  remove(): Promise<void> {
    return removePart(this.path);
  }
}

const MARK = ".part";
const NOTE = ".json";
const notePath = (part: string): string => `${part}${NOTE}`;

async function partsOf(archive: string): Promise<string[]> {
  const names = await readdir(dirname(archive));
  return names
    .filter((name) => name.startsWith(`${basename(archive)}${MARK}`) && !name.endsWith(NOTE))
    .map((name) => join(dirname(archive), name));
}

async function originOf(part: string): Promise<Origin | undefined> {
  try {
    return JSON.parse(await readFile(notePath(part), "utf8"));
  } catch {
    return undefined; // it was cut off while it was written
  }
}

async function removePart(path: string): Promise<void> {
  for (const file of [path, notePath(path)]) await rm(file, { force: true });
}
