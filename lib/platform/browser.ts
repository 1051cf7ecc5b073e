/** As much of what a browser gives its workers as the library uses. */
export interface Browser {
  readonly navigator: {
    readonly hardwareConcurrency?: number;
    readonly gpu?: object;
    /** Missing where the page did not come over https, nor from this machine. */
    readonly storage?: { getDirectory(): Promise<Directory> };
    readonly locks?: {
      request<T>(
        name: string,
        options: { ifAvailable: true },
        work: (lock: object | null) => Promise<T>,
      ): Promise<T>;
    };
  };
  readonly crossOriginIsolated: boolean;
  /** Of a worker, as it was started. */
  readonly name?: string;
  readonly Worker: new (script: URL, options: { type: "module"; name: string }) => BrowserWorker;
  /** In a worker: how it hears and answers. */
  onmessage: ((event: { data: never }) => void) | null;
  postMessage(message: unknown): void;
}

export interface BrowserWorker {
  onmessage: ((event: { data: never }) => void) | null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** A folder of the file system that a browser keeps for a site. */
export interface Directory {
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<Directory>;
  getFileHandle(name: string, options?: { create?: boolean }): Promise<FileHandle>;
  removeEntry(name: string): Promise<void>;
  keys(): AsyncIterable<string>;
}

interface FileHandle {
  getFile(): Promise<BrowserFile>;
  /** What is written takes the file's place when it is closed. */
  createWritable(): Promise<{
    write(content: string | Uint8Array): Promise<void>;
    close(): Promise<void>;
    abort(): Promise<void>;
  }>;
}

export interface BrowserFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): Blob;
  stream(): ReadableStream<Uint8Array>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The browser that runs this code. */
export const browser: Browser = Object(globalThis);
