/** A name that esbuild gives to a part: its hash is more than gzip can shorten, and the folder has one. */
const PART = /[\w.-]+-[A-Z0-9]{8}\.js/g;

/** Numbers the parts among scripts, and has all scripts name them so. */
export function withShortNames(
  scripts: readonly (readonly [name: string, text: string])[],
): Map<string, Uint8Array> {
  const parts = scripts.map(([name]) => name).filter((name) => name.match(PART)?.[0] === name);
  const short = new Map(parts.map((name, i) => [name, `${i}.js`]));
  const shorten = (text: string) => text.replaceAll(PART, (name) => short.get(name) ?? name);
  const encoder = new TextEncoder();
  return new Map(
    scripts.map(([name, text]) => [shorten(name), encoder.encode(shorten(text))] as const),
  );
}
