import { fileURLToPath } from "node:url";

const isPath = (name: string) => /^(\.{1,2}\/|\/|[A-Za-z]:[\\/])/.test(name);

/**
 * The file that an import names and the query or hash behind it, which makes another module of the
 * same file: `./ops.ts?2`. The name of a package is left as it is.
 */
export function splitSpecifier(specifier: string): { name: string; query: string } {
  if (URL.canParse(specifier) && specifier.startsWith("file:")) {
    const { search, hash } = new URL(specifier);
    return { name: fileURLToPath(specifier), query: search + hash };
  }
  const start = isPath(specifier) ? specifier.search(/[?#]/) : -1;
  if (start < 0) return { name: specifier, query: "" };
  return { name: specifier.slice(0, start), query: specifier.slice(start) };
}
