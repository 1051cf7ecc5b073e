/** Writes a file that is there whole or not at all, even if the process is killed meanwhile. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const { open, rename, rm } = await import("node:fs/promises");
  const { randomUUID } = await import("node:crypto");
  const part = `${path}.${randomUUID()}.part`; // other machines may write to the same directory
  try {
    const file = await open(part, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
