import { type BrowserFile, browser, type Directory } from "../platform/browser.ts";
import { MEGABYTE } from "./megabyte.ts";

/** Where files of datasets lie among those of the site. */
const FOLDER = "datasets";

/** Files of a page whose browser keeps none for it, as over http. */
const held = new Map<string, BrowserFile>();

async function folder(): Promise<Directory | undefined> {
  const root = await browser.navigator.storage?.getDirectory();
  return root?.getDirectoryHandle(FOLDER, { create: true });
}

/** The name under which a file of a dataset is kept: some have files of the same names. */
export function keptName(dataset: string, file: string): string {
  return `${dataset} ${file}`;
}

/** A file that the page was given. */
export async function keptFile(name: string): Promise<BrowserFile | undefined> {
  const files = await folder();
  if (!files) return held.get(name);
  try {
    return await (await files.getFileHandle(name)).getFile();
  } catch {
    return undefined; // it is not there
  }
}

/**
 * Keeps a file for this and later visits, whole or not at all.
 *
 * @returns false where the browser keeps it only until the page is left
 * @throws Error when there is no room
 */
export async function keepFile(name: string, file: BrowserFile): Promise<boolean> {
  const files = await folder();
  if (!files) {
    held.set(name, file);
    return false;
  }
  const writable = await (await files.getFileHandle(name, { create: true })).createWritable();
  try {
    for await (const chunk of file.stream()) await writable.write(chunk);
    await writable.close();
    return true;
  } catch (error) {
    await writable.abort().catch(() => {});
    const { name: kind, message } = error as Error;
    const megabytes = Math.ceil(file.size / MEGABYTE);
    throw kind === "QuotaExceededError"
      ? new Error(`${name} needs ${megabytes} MB, and this browser has no more room for this site`)
      : new Error(`${name} cannot be kept in this browser (${message})`);
  }
}

/** Removes a file that was kept. */
export async function forgetFile(name: string): Promise<void> {
  held.delete(name);
  await (await folder())?.removeEntry(name).catch(() => {}); // it is not there
}
