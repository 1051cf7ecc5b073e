import type { FromWorker, Kept } from "../messages.ts";

/** Loaded when the reader has a file. */
const library = () => import("lib/data/kept");

/** Checks a file that the reader gave and keeps it; says what came of it. */
export async function takeFile(file: File): Promise<Kept> {
  try {
    const { giveFile } = await library();
    return { type: "kept", name: file.name, ok: true, text: await giveFile(file) };
  } catch (error) {
    return { type: "kept", name: file.name, ok: false, text: (error as Error).message };
  }
}

/** Which files of which dataset are kept. */
export async function listData(): Promise<Extract<FromWorker, { type: "datasets" }>["kept"]> {
  return (await library()).keptDatasets();
}

/** Removes the files of a dataset, or all. */
export async function forgetData(dataset?: string): Promise<void> {
  const { forgetFile, keptDatasets } = await library();
  for (const { name, files } of await keptDatasets()) {
    if (dataset === undefined || name === dataset) for (const file of files) await forgetFile(file);
  }
}
