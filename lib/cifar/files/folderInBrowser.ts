import { browser, type Directory } from "../../platform/browser.ts";
import { cannotBeOpened } from "./cannotBeOpened.ts";
import type { Folder } from "./folder.ts";

/** What folders of the site begin with, apart from the files of datasets. */
const ROOT = "folders";

/**
 * A directory in the file system that the browser keeps for this site. Where it keeps none, as over
 * http, the files are kept until the page is left, which is said once.
 *
 * @param make makes it where it is not there
 * @throws Error when it cannot be made
 */
export async function openFolder(
  directory: string,
  { make = false }: { readonly make?: boolean } = {},
): Promise<Folder> {
  const path = partsOf(directory).join("/");
  const { storage } = browser.navigator;
  if (!storage) return inMemory(path);
  const open = async (create: boolean): Promise<Directory> => {
    let folder = await storage.getDirectory();
    for (const part of [ROOT, ...partsOf(directory)]) {
      folder = await folder.getDirectoryHandle(part, { create });
    }
    return folder;
  };
  if (make) await open(true);
  return {
    path,
    async list() {
      const names: string[] = [];
      for await (const name of (await open(false).catch(named(path))).keys()) names.push(name);
      return names;
    },
    async read(name) {
      const handle = await open(false)
        .then((folder) => folder.getFileHandle(name))
        .catch(named(`${path}/${name}`));
      return new Uint8Array(await (await handle.getFile()).arrayBuffer());
    },
    async write(name, content) {
      const handle = await (await open(make)).getFileHandle(name, { create: true });
      const file = await handle.createWritable();
      try {
        await file.write(content);
        await file.close();
      } catch (error) {
        await file.abort().catch(() => {});
        throw error;
      }
    },
    async remove(name) {
      await open(false)
        .then((folder) => folder.removeEntry(name))
        .catch(() => {}); // it is not there
    },
  };
}

/**
 * Does `work` while no other run, of this page or another of the site, uses the directory of
 * checkpoints, and makes the directory. The lock of a page that was closed is void at once.
 *
 * @throws Error when another run uses it, or it cannot be made
 */
export async function withRunLock<T>(checkpoint: string, work: () => Promise<T>): Promise<T> {
  const { path } = await openFolder(checkpoint, { make: true }).catch((error) => {
    throw cannotBeOpened(checkpoint, error);
  });
  const { locks } = browser.navigator;
  if (!locks) return work(); // over http nothing is shared with other pages
  return locks.request(`${ROOT}/${path}`, { ifAvailable: true }, (lock) => {
    if (lock) return work();
    throw new Error(
      `train: another run uses the checkpoints in "${path}", in this page or in another tab; ` +
        "wait for its end or name another directory",
    );
  });
}

/** @throws Error for a path that leads out of the site's folders */
function partsOf(directory: string): string[] {
  const parts = directory.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length > 0 && !parts.includes("..")) return parts;
  throw new Error(`"${directory}" names no folder within the site's; take a name such as "runs"`);
}

/** What Node says of a file that is not there. */
const missing = (path: string, cause?: Error) =>
  Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`, { cause }), {
    code: "ENOENT",
  });

const named = (path: string) => (error: Error) => {
  throw error.name === "NotFoundError" ? missing(path, error) : error;
};

const kept = new Map<string, Map<string, Uint8Array>>();

function inMemory(path: string): Folder {
  const files = kept.get(path) ?? new Map<string, Uint8Array>();
  if (!kept.size) {
    console.warn(
      "This browser keeps no files for a page that does not come over https: what is stored is " +
        "gone when the page is left.",
    );
  }
  kept.set(path, files);
  return {
    path,
    list: async () => [...files.keys()],
    async read(name) {
      const content = files.get(name);
      if (content) return content.slice();
      throw missing(`${path}/${name}`);
    },
    async write(name, content) {
      files.set(
        name,
        typeof content === "string" ? new TextEncoder().encode(content) : content.slice(),
      );
    },
    async remove(name) {
      files.delete(name);
    },
  };
}
