import ts = require("typescript-api");

interface Watched {
  modified: number | undefined;
  callback: ts.FileWatcherCallback;
}

const isPackages = (file: string) => file.includes("/node_modules/");

/**
 * The files that TypeScript wants to hear of when they change. It hears of it between cells, at
 * the kernel's word, so that types never change ahead of the code that they describe.
 */
export class WatchedFiles {
  readonly #files = new Map<string, Set<Watched>>();
  #refreshed = Date.now();

  /** Takes the place of `ts.sys.watchFile`; the files of installed packages do not change. */
  readonly watch = (file: string, callback: ts.FileWatcherCallback): ts.FileWatcher => {
    if (isPackages(file)) return { close() {} };
    const now = modified(file) ?? 0;
    // one that changed since the cell's translation began may have been read before
    const watched: Watched = { modified: now > this.#refreshed ? undefined : now, callback };
    const all = this.#files.get(file) ?? new Set();
    this.#files.set(file, all.add(watched));
    return { close: () => all.delete(watched) };
  };

  /** Tells TypeScript of the files that have changed, of those that are to be seen. */
  refresh(isVisible: (file: string) => boolean): void {
    this.#refreshed = Date.now();
    for (const [file, all] of this.#files) {
      if (!isVisible(file)) continue;
      const now = modified(file) ?? 0;
      for (const watched of all) {
        if (watched.modified === now) continue;
        watched.modified = now;
        watched.callback(file, kind(now));
      }
    }
  }
}

const modified = (file: string) => ts.sys.getModifiedTime?.(file)?.getTime();
const kind = (now: number) =>
  now === 0 ? ts.FileWatcherEventKind.Deleted : ts.FileWatcherEventKind.Changed;
