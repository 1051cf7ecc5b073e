import type { BrowserFile } from "../platform/browser.ts";
import { cifar10 } from "./cifar10.ts";
import { datasets } from "./datasets.ts";
import type { DataFile, Description, Package } from "./description.ts";
import { findPackage, folderOf } from "./filesInBrowser.ts";
import { keepFile, keptFile, keptName } from "./keptFiles.ts";
import { mnist } from "./mnist.ts";
import { readAlone, readArchive } from "./readPackageInBrowser.ts";

/** Which of its files a page has of a dataset. */
export interface DatasetFiles {
  readonly name: string;
  /** As they are kept. */
  readonly files: string[];
  /** The packages that are to be given yet. */
  readonly missing: string[];
}

/** What a file may be: a package of a dataset, or one of its files unpacked. */
interface Candidate {
  readonly dataset: Description;
  readonly pack: Package;
  readonly file?: DataFile;
}

/**
 * Checks a file of a dataset by its sums, as it streams, and keeps it in the browser.
 *
 * @param known the datasets whose file it may be
 * @returns what there is now, in a sentence
 * @throws Error naming the file, and what is wrong with it or which files are known
 */
export async function giveFile(
  file: BrowserFile,
  known: readonly Description[] = datasets,
): Promise<string> {
  const name = file.name.replace(/ ?\(\d+\)(?=\.|$)/, ""); // as a browser names a second download
  const candidates = candidatesFor(name, known);
  if (candidates.length === 0) throw new Error(unknown(file.name));
  const reasons: string[] = [];
  for (const { dataset, pack, file: described } of candidates) {
    try {
      await (described
        ? readAlone(file, described, true, () => {})
        : readArchive(file, pack, true, () => {}));
    } catch (error) {
      reasons.push((error as Error).message);
      continue;
    }
    const kept = keptName(dataset.name, described?.name ?? pack.name);
    const stays = await keepFile(kept, file);
    const { missing } = await filesOf(dataset);
    const where = stays ? "kept in this browser" : "kept until this page is left";
    const rest = missing.length
      ? `${dataset.name} still lacks ${missing.join(", ")}`
      : `${dataset.name} is complete: run the cell that loads it again`;
    return `${name} is ${where}; ${rest}.`;
  }
  throw new Error(`${[...new Set(reasons)].join("; ")}. It is not kept.`);
}

/** Which files of which dataset the page has, for all datasets that notebooks load by themselves. */
export async function keptDatasets(): Promise<DatasetFiles[]> {
  const all = await Promise.all(datasets.map(filesOf));
  return all.filter(
    ({ files }, i) => files.length > 0 || datasets[i] === cifar10 || datasets[i] === mnist,
  );
}

async function filesOf(dataset: Description): Promise<DatasetFiles> {
  const files: string[] = [];
  const missing: string[] = [];
  for (const pack of dataset.packages) {
    if (!(await findPackage(folderOf(), dataset, pack))) missing.push(pack.name);
    for (const { name } of [pack, ...pack.files]) {
      const kept = keptName(dataset.name, name);
      if (await keptFile(kept)) files.push(kept);
    }
  }
  return { name: dataset.name, files, missing };
}

function candidatesFor(name: string, known: readonly Description[]): Candidate[] {
  return known.flatMap((dataset) =>
    dataset.packages.flatMap((pack): Candidate[] => {
      const file = pack.files.find((each) => each.name === name);
      if (file) return [{ dataset, pack, file }];
      const isPackage = name === pack.name || `${name}.gz` === pack.name;
      return isPackage ? [{ dataset, pack }] : [];
    }),
  );
}

function unknown(name: string): string {
  const python = datasets.find((dataset) => dataset.python?.includes(name));
  const [pack] = python?.packages ?? [];
  if (python && pack) {
    return (
      `${name} is ${python.name} for Python, in pickles that only Python reads: give ${pack.name}, ` +
      `the binary version, from ${pack.urls[0]}.`
    );
  }
  const known = [cifar10, mnist].map(
    (dataset) => `${dataset.packages.map((each) => each.name).join(", ")} for ${dataset.name}`,
  );
  return `${name} is no file of a dataset that is known here: give ${known.join(", or ")}.`;
}
