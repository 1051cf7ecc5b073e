import type { Browser, BrowserFile, Directory } from "../../lib/platform/browser.ts";

type Entry = Uint8Array | Map<string, Entry>;

/** As much of a page's browser as its files need, for tests in Node. */
export interface SiteFiles {
  /** What lies there: contents of files, and folders. */
  readonly root: Map<string, Entry>;
  /** What the next writes throw, as where there is no room. */
  failure: Error | undefined;
  /** How many writes were given up. */
  aborted: number;
  /** Gives Node its `navigator` back. */
  remove(): void;
}

/** Has `globalThis` be a browser that keeps files for its site, or, over http, none. */
export function siteFiles({ overHttp = false }: { overHttp?: boolean } = {}): SiteFiles {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const site: SiteFiles = {
    root: new Map(),
    failure: undefined,
    aborted: 0,
    remove() {
      if (before) Object.defineProperty(globalThis, "navigator", before);
      else Reflect.deleteProperty(globalThis, "navigator");
    },
  };
  const held = new Set<string>();
  const kept: Browser["navigator"] = {
    storage: { getDirectory: async () => directory(site.root, site) },
    locks: {
      async request(name, _, work) {
        if (held.has(name)) return work(null);
        held.add(name);
        return work({}).finally(() => held.delete(name));
      },
    },
  };
  Object.defineProperty(globalThis, "navigator", {
    configurable: true,
    value: overHttp ? {} : kept,
  });
  return site;
}

const notFound = () => Object.assign(new Error("it is not there"), { name: "NotFoundError" });

function directory(entries: Map<string, Entry>, site: SiteFiles): Directory {
  const at = <Kind extends Entry>(name: string, create: boolean, make: () => Kind): Kind => {
    if (!entries.has(name) && create) entries.set(name, make());
    const found = entries.get(name);
    if (found === undefined) throw notFound();
    return found as Kind;
  };
  return {
    async getDirectoryHandle(name, { create = false } = {}) {
      return directory(
        at(name, create, () => new Map<string, Entry>()),
        site,
      );
    },
    async getFileHandle(name, { create = false } = {}) {
      at(name, create, () => new Uint8Array(0));
      return {
        getFile: async (): Promise<BrowserFile> =>
          new File([Uint8Array.from(at(name, false, () => new Uint8Array(0)))], name),
        async createWritable() {
          const written: number[] = [];
          return {
            async write(content) {
              if (site.failure) throw site.failure;
              const bytes =
                typeof content === "string" ? new TextEncoder().encode(content) : content;
              for (const byte of bytes) written.push(byte);
            },
            close: async () => void entries.set(name, Uint8Array.from(written)),
            async abort() {
              site.aborted++;
            },
          };
        },
      };
    },
    async removeEntry(name) {
      if (!entries.delete(name)) throw notFound();
    },
    async *keys() {
      yield* [...entries.keys()];
    },
  };
}
