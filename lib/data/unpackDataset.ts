import { randomUUID } from "node:crypto";
import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { DataFile, Description, Package } from "./description.ts";
import { type FetchOptions, fetchPackage } from "./fetchPackage.ts";
import { exists, type Found } from "./locate.ts";
import { makeFolder } from "./makeFolder.ts";
import { readPackage } from "./readPackage.ts";
import { checkHeader, checkLabels, takeLabels } from "./recordLayout.ts";
import { isWrongSum } from "./wrongFile.ts";

/** What became of a dataset. */
export interface Unpacked {
  /** Where its files are; undefined where nothing gave them and they may not be downloaded. */
  readonly place?: string;
  /** Where they came from, in words. */
  readonly origin: string;
  /** Why a place that had them was passed over. */
  readonly damaged: readonly string[];
}

/**
 * Puts the unpacked files of a dataset into its own folder in `folder`, for all to read, each
 * compared with its published sum, or with its format where none is published. What is there and
 * right stays; the rest is taken from the first of `sources` whose files are right, packed or not,
 * else downloaded. A file appears when it is whole.
 *
 * @throws Error that says why the files cannot be downloaded or written
 */
export async function unpackDataset(
  dataset: Description,
  folder: string,
  sources: readonly string[],
  options: FetchOptions,
): Promise<Unpacked> {
  const place = path.join(folder, dataset.folders[0]);
  const damaged: string[] = [];
  const origins = new Set<string>();
  for (const pack of dataset.packages) {
    const found = await firstRight(dataset, pack, [folder, ...sources], damaged);
    if (found) {
      const isThere = "folder" in found.where && found.at === place;
      if (!isThere) await unpack(dataset, pack, found.where, place);
      origins.add(isThere ? "there before" : `from ${found.at}`);
    } else if (dataset.downloads === false) return { origin: "in none of the folders", damaged };
    else {
      const where = await fetchPackage(pack, folder, options);
      await unpack(dataset, pack, where, place);
      if ("archive" in where) await rm(where.archive);
      origins.add(`from ${new URL(pack.urls[0]).host}`);
    }
  }
  return { place, origin: [...origins].join(", "), damaged };
}

async function firstRight(
  dataset: Description,
  pack: Package,
  folders: readonly string[],
  damaged: string[],
): Promise<{ where: Found; at: string } | undefined> {
  const places = folders.flatMap((folder) => [
    ...dataset.folders.map((own) => path.join(folder, own)),
    folder,
  ]);
  for (const place of places) {
    for (const where of await candidates(place, pack)) {
      try {
        await readPackage(where, pack, true, (file, content) => check(dataset, file, content));
        return { where, at: place };
      } catch (error) {
        const isOther = isWrongSum(error) && pack.files.some(({ other }) => other);
        if (!isOther) damaged.push((error as Error).message);
      }
    }
  }
  return undefined;
}

async function candidates(folder: string, { name, files }: Package): Promise<Found[]> {
  const archive = path.join(folder, name);
  const there = await Promise.all(files.map((file) => exists(path.join(folder, file.name))));
  return [
    ...(there.every(Boolean) ? [{ folder }] : []),
    ...((await exists(archive)) ? [{ archive }] : []),
  ];
}

/** What holds of a file whether or not its sum is known. */
function check(dataset: Description, file: DataFile, content: Uint8Array): void {
  const layout = dataset.layout(file);
  checkHeader(layout, content);
  const slots = Uint32Array.from({ length: layout.first + layout.count }, (_, i) => i);
  const target = { labels: new Uint8Array(slots.length), slots };
  takeLabels(layout, content, 0, target);
  checkLabels(layout, target, dataset);
}

async function unpack(
  dataset: Description,
  pack: Package,
  where: Found,
  place: string,
): Promise<void> {
  await makeFolder(place);
  chmodSync(place, 0o755);
  await readPackage(where, pack, true, (file, content) => {
    check(dataset, file, content);
    const target = path.join(place, file.name);
    const part = `${target}.${randomUUID()}.part`;
    try {
      writeFileSync(part, content, { flush: true });
      chmodSync(part, 0o644); // whatever the umask
      renameSync(part, target);
    } catch (error) {
      rmSync(part, { force: true });
      throw new Error(`${target} cannot be written (${(error as NodeJS.ErrnoException).code})`);
    }
  });
}
