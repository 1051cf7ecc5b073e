import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Package } from "./description.ts";

/** A package where it lies: as downloaded, or the folder that holds its files unpacked. */
export type Found = { readonly archive: string } | { readonly folder: string };

/** Looks for a package in `folder` and in its subfolder, unpacked files first; undefined if it is not all there. */
export async function findPackage(
  folder: string,
  subfolder: string,
  { name, files }: Package,
): Promise<Found | undefined> {
  const folders = [folder, join(folder, subfolder)];
  for (const folder of folders)
    if ((await Promise.all(files.map((file) => exists(join(folder, file.name))))).every(Boolean))
      return { folder };
  for (const folder of folders)
    if (await exists(join(folder, name))) return { archive: join(folder, name) };
  return undefined;
}

/** Whether there is such a file. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
