/** A directory whose files are there whole or not at all. */
export interface Folder {
  /** As messages name it. */
  readonly path: string;
  /** The names of what is in it. */
  list(): Promise<string[]>;
  /** @throws Error with the code ENOENT where there is no such file */
  read(name: string): Promise<Uint8Array>;
  /** Replaces the file at once; whoever reads meanwhile has the old content or the new. */
  write(name: string, content: string | Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}
