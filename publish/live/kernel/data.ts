import { forgetFile, giveFile as give, keptDatasets } from "lib/data/kept";
import type { FromWorker, Kept } from "../messages.ts";

/** Checks a file that the reader gave and keeps it; says what came of it. */
export async function giveFile(file: File): Promise<Kept> {
  try {
    return { type: "kept", name: file.name, ok: true, text: await give(file) };
  } catch (error) {
    return { type: "kept", name: file.name, ok: false, text: (error as Error).message };
  }
}

/** Which files of which dataset are kept. */
export function listData(): Promise<Extract<FromWorker, { type: "datasets" }>["kept"]> {
  return keptDatasets();
}

/** Removes the files of a dataset, or all. */
export async function forgetData(dataset?: string): Promise<void> {
  for (const { name, files } of await keptDatasets())
    if (dataset === undefined || name === dataset) for (const file of files) await forgetFile(file);
}
