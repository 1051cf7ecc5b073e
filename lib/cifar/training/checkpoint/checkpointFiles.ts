import type { Folder } from "../../files/folder.ts";
import { type Checkpoint, fromBytes, toBytes } from "./checkpoint.ts";

const NAME = /^iteration-(\d+)\.checkpoint$/;
const REMAINS = /^iteration-\d+\.checkpoint\..+\.part$/;

/**
 * The latest checkpoint in the directory that is whole; undefined where there is none. Removes what
 * a killed process had not finished: the directory is this run's alone.
 *
 * @param log is told which files are damaged
 * @throws Error when the directory cannot be read
 */
export async function latestCheckpoint(
  folder: Folder,
  log: (line: string) => void,
): Promise<Checkpoint | undefined> {
  for (const file of await folder.list()) if (REMAINS.test(file)) await folder.remove(file);
  for (const file of (await checkpointFiles(folder)).toReversed()) {
    try {
      return fromBytes(await folder.read(file));
    } catch (error) {
      log(
        `train: the checkpoint "${folder.path}/${file}" is damaged (${(error as Error).message}); ` +
          "the one before it is used",
      );
    }
  }
  return undefined;
}

/**
 * Writes a checkpoint, whole or not at all, and removes all but the one before it.
 *
 * @throws Error when it cannot be written; those that are there stay
 */
export async function writeCheckpoint(folder: Folder, checkpoint: Checkpoint): Promise<void> {
  const iteration = checkpoint.history.trainLoss.length;
  const name = `iteration-${String(iteration).padStart(8, "0")}.checkpoint`;
  await folder.write(name, toBytes(checkpoint));
  const files = await checkpointFiles(folder);
  const before = files[files.indexOf(name) - 1];
  for (const file of files) if (file !== name && file !== before) await folder.remove(file);
}

/** The names of all checkpoints, the latest last. */
async function checkpointFiles(folder: Folder): Promise<string[]> {
  return (await folder.list()).filter((file) => NAME.test(file)).toSorted();
}
