import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../../files/writeAtomically.ts";
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
  directory: string,
  log: (line: string) => void,
): Promise<Checkpoint | undefined> {
  for (const file of await readdir(directory))
    if (REMAINS.test(file)) await rm(join(directory, file), { force: true });
  for (const file of (await checkpointFiles(directory)).toReversed()) {
    const path = join(directory, file);
    try {
      return fromBytes(await readFile(path));
    } catch (error) {
      log(
        `train: the checkpoint "${path}" is damaged (${(error as Error).message}); ` +
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
export async function writeCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const iteration = checkpoint.history.trainLoss.length;
  const name = `iteration-${String(iteration).padStart(8, "0")}.checkpoint`;
  await writeAtomically(join(directory, name), toBytes(checkpoint));
  const files = await checkpointFiles(directory);
  const before = files[files.indexOf(name) - 1];
  for (const file of files)
    if (file !== name && file !== before) await rm(join(directory, file), { force: true });
}

/** The names of all checkpoints, the latest last. */
async function checkpointFiles(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((file) => NAME.test(file)).toSorted();
}
