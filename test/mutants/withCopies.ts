import { type WorkingCopy, workingCopy } from "./workingCopy.ts";

/** Works in copies of the project, which are removed in the end, after Ctrl-C too. */
export async function withCopies(
  count: number,
  work: (copies: readonly WorkingCopy[]) => Promise<void>,
): Promise<void> {
  const copies: WorkingCopy[] = [];
  const remove = () => Promise.all(copies.map((copy) => copy.remove()));
  const interrupted = async () => {
    await remove();
    process.exit(130);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    while (copies.length < count) copies.push(await workingCopy());
    await work(copies);
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await remove();
  }
}
