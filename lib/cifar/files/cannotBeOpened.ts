/** Why a directory of checkpoints is of no use, and what to do. */
export function cannotBeOpened(directory: string, error: Error): Error {
  return new Error(
    `train: checkpoint is "${directory}", which cannot be opened (${error.message}); ` +
      "name a directory that can be written to",
    { cause: error },
  );
}
