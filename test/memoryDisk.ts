import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Puts a disk in memory, of limited size, in a folder's place. */
export function mountMemory(folder: string, size: string): void {
  const options = ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder];
  execFileSync("mount", options, { stdio: "ignore" });
}

export function unmount(folder: string): void {
  execFileSync("umount", [folder]);
}

/** Whether this user may: root on Linux, unless in a container that forbids it. */
export async function tryToMount(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "disk-"));
  try {
    mountMemory(folder, "64k");
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true });
  }
}
