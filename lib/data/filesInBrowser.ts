import type { DataFile, Description, Package } from "./description.ts";
import { keptFile, keptName } from "./keptFiles.ts";
import type { Folder, Found, Location } from "./locate.ts";
import type { SplitSizes } from "./split.ts";

export { readPackage } from "./readPackageInBrowser.ts";

/** Nobody gave the page the files. */
class NotGiven extends Error {}

/** Whether that is why there are no files. */
export function isOffline(error: unknown): error is Error {
  return error instanceof NotGiven;
}

/** The one place that counts. */
export function folderOf(): Folder {
  return { path: "this browser", isCache: true };
}

/** Looks for a package among the files that the page was given, unpacked ones first. */
export async function findPackage(
  _folder: Folder,
  { name: dataset }: Description,
  { name, files }: Package,
): Promise<Found | undefined> {
  const has = async ({ name }: Pick<DataFile, "name">) =>
    (await keptFile(keptName(dataset, name))) !== undefined;
  const unpacked = await Promise.all(files.map(has));
  if (unpacked.every(Boolean)) return { folder: dataset };
  return (await has({ name })) ? { archive: keptName(dataset, name) } : undefined;
}

/** Says whether the page was given the files of a dataset. */
export async function locateDataset(dataset: Description): Promise<Location> {
  const { name, packages } = dataset;
  const found = await Promise.all(packages.map((pack) => findPackage(folderOf(), dataset, pack)));
  const missing = packages.filter((_, i) => !found[i]).map((pack) => pack.name);
  if (missing.length === 0) return { found: true, description: `${name} is in this browser` };
  return { found: false, description: `${name} is not in this browser: give it ${missing.join()}` };
}

/** @throws Error always, which `isOffline` knows: a page loads nothing from elsewhere */
export async function fetchPackage(): Promise<never> {
  throw new NotGiven("this browser has no files of it; they are a fifth as many, for phones");
}

/** Whether images stay in their files: a page has them in memory. */
export function staysStored(): boolean {
  return false;
}

/** @throws Error always */
export function keepStored(): never {
  throw notInPages();
}

/** @throws Error always */
export function openStored(): never {
  throw notInPages();
}

function notInPages(): Error {
  return new Error("a page has all images in memory");
}

/** What to do about a file that is not right. */
export function remedy(_folder: Folder, { name, urls: [url] }: Package): string {
  return `give this page ${name} from ${url} once more`;
}

/** How many times smaller what is drawn is than the real data: a phone has little memory. */
const SMALLER = 5;

/** The sizes of what is drawn where there are no files. */
export function standInSizes({ train, validation, test }: SplitSizes): SplitSizes {
  const part = (size: number) => Math.ceil(size / SMALLER);
  return { train: part(train), validation: part(validation), test: part(test) };
}

/**
 * How to get the real data, in a sentence.
 *
 * @param names of the files
 * @param from where they are to be had
 */
export function wayToRealData(names: string, from: string): string {
  return (
    `To get the real ones, save ${names} from ${from}, choose them under "Data files" on this page or ` +
    "drop them on it, and run this cell again; they stay in this browser."
  );
}
