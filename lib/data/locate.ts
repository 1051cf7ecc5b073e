import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import envPaths from "env-paths";
import type { DataFile, Description, Package } from "./description.ts";

/** Where to look for a dataset. */
export interface LocateOptions {
  /**
   * Folder with the files as they were published, packed or not. It is only read, and no other is
   * looked at. Default: what the environment variable CNN_DATA_DIR names.
   */
  readonly directory?: string;
  /** Folder to download to. Default: `cnn-notebooks` among the user's caches. */
  readonly cache?: string;
}

/** Where a dataset is. */
export interface Location {
  /** False: it has to be downloaded. */
  readonly found: boolean;
  /** In words. */
  readonly description: string;
}

/** The one folder that counts. */
export interface Folder {
  readonly path: string;
  /** Ours: downloads go there. */
  readonly isCache: boolean;
}

/** A package where it lies: as it was downloaded, or the folder that holds its files unpacked. */
export type Found = { readonly archive: string } | { readonly folder: string };

/** Says where `loadDataset` finds the files; see `locateCifar10`. */
export async function locateDataset(
  dataset: Description,
  options: LocateOptions,
): Promise<Location> {
  const { name, packages } = dataset;
  const folder = folderOf(options);
  const found = await Promise.all(packages.map((pack) => findPackage(folder, dataset, pack)));
  const missing = packages.filter((_, i) => !found[i]);
  if (missing.length === 0) return { found: true, description: `${name} is in ${folder.path}` };
  const megabytes = missing.reduce((sum, { megabytes = Number.NaN }) => sum + megabytes, 0);
  const { host } = new URL(missing[0].urls[0]);
  return {
    found: false,
    description: `${name} will be downloaded from ${host} to ${folder.path} (${megabytes} MB)`,
  };
}

/** The folder that the options, or else the environment, name. */
export function folderOf({ directory = process.env.CNN_DATA_DIR, cache }: LocateOptions): Folder {
  return directory
    ? { path: resolve(directory), isCache: false }
    : { path: cache ?? envPaths("cnn-notebooks", { suffix: "" }).cache, isCache: true };
}

/**
 * Looks for a package in the dataset's own folders within the folder and then in it, unpacked files
 * first.
 *
 * @returns undefined if it has to be downloaded.
 * @throws Error if the folder is not for downloads and lacks it.
 */
export async function findPackage(
  { path, isCache }: Folder,
  { name: dataset, folders: own, downloads = true, python = [] }: Description,
  { name, urls: [url], files }: Package,
): Promise<Found | undefined> {
  const folders = [...own.map((folder) => join(path, folder)), path];
  const lacking = await Promise.all(folders.map((folder) => firstMissing(folder, files)));
  for (const [i, folder] of folders.entries()) if (!lacking[i]) return { folder };
  for (const folder of folders) {
    if (await exists(join(folder, name))) return { archive: join(folder, name) };
  }
  if (isCache && downloads) return undefined;
  for (const file of python) {
    if (!(await exists(join(path, file)))) continue;
    throw new Error(
      `${path} has ${file}, ${dataset} for Python, in pickles that only Python reads: put ` +
        `${name}, the binary version, from ${url} there`,
    );
  }
  const rest = !downloads
    ? "into a folder, and name that folder as directory or in CNN_DATA_DIR"
    : "there, or unset CNN_DATA_DIR and it will be downloaded";
  throw new Error(
    `${path} has neither ${lacking.at(-1)} nor ${name}: put the file from ${url} ${rest}`,
  );
}

/** Whether there is such a file. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function firstMissing(
  folder: string,
  files: readonly DataFile[],
): Promise<string | undefined> {
  for (const { name } of files) if (!(await exists(join(folder, name)))) return name;
  return undefined;
}
