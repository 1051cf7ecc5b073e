import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Readable } from "node:stream";

/** The first descriptor, under its names. */
const NAMES = new Set<unknown>([0, "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]);

/** @param reader what would wait for ever: stdin is a pipe into which nobody writes */
export function refuseToRead(reader: string): never {
  throw new Error(
    `${reader}: a notebook has no stdin to read; ask the user by \`prompt("text")\`, ` +
      "or by the `question` of readline",
  );
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

  for (const name of ["readSync", "readFileSync"] as const) {
    const read = fs[name];
    const checked = (...args: unknown[]) => {
      if (NAMES.has(args[0])) refuseToRead(`fs.${name}(${JSON.stringify(args[0])})`);
      return Reflect.apply(read, fs, args);
    };
    Object.assign(fs, { [name]: checked });
  }
  syncBuiltinESMExports();
}
