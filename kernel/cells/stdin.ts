import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Readable } from "node:stream";

/** The names of stdin, and of the terminal. */
const NAMES = new Set(["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "/dev/tty"]);

/** The functions that read the descriptor or file which is their first argument. */
const READERS = ["open", "openSync", "read", "readFile", "readFileSync", "readSync"] as const;
const STREAMS = ["createReadStream", "readv", "readvSync"] as const;
const PROMISES = ["open", "readFile"] as const;

/** @param reader what would wait for ever: there is nobody at stdin */
export function refuseToRead(reader: string): never {
  throw new Error(
    `${reader}: a notebook has no stdin to read; ask the user by \`prompt("text")\`, ` +
      "or by the `question` of readline",
  );
}

/** Whether a file's argument, or the descriptor among a stream's options, is stdin. */
const isStdin = (file: unknown, options: unknown) =>
  file === 0 ||
  NAMES.has(file instanceof URL ? file.pathname : String(file)) ||
  Object(options).fd === 0;

function refuseIn(module: object, place: string, names: readonly string[]): void {
  for (const name of names) {
    const read: (...args: unknown[]) => unknown = Reflect.get(module, name);
    const checked = (...args: unknown[]) => {
      if (isStdin(args[0], args[1])) refuseToRead(`${place}.${name}(${JSON.stringify(args[0])})`);
      return Reflect.apply(read, module, args);
    };
    Object.defineProperties(checked, Object.getOwnPropertyDescriptors(read)); // promisify.custom
    Reflect.set(module, name, checked);
  }
}

/** Refuses the cells what would wait for input that cannot come. */
export function refuseStdin(): void {
  const stdin = new Readable({ read() {} });
  stdin.on("newListener", (event) => {
    if (event === "data" || event === "readable") refuseToRead("process.stdin");
  });
  const resume = () => stdin; // it would read
  Object.assign(stdin, { fd: 0, isTTY: false, read: () => refuseToRead("process.stdin"), resume });
  Object.defineProperty(process, "stdin", { value: stdin, configurable: true, enumerable: true });

  refuseIn(fs, "fs", [...READERS, ...STREAMS]);
  refuseIn(fs.promises, "fs.promises", PROMISES);
  syncBuiltinESMExports();
}
