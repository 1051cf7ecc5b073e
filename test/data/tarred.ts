/** A tar of files, of the old kind, whose heads name the folder and the file at once, or in two parts. */
export function tarred(
  files: readonly (readonly [path: string, content: Uint8Array])[],
  { inParts = false }: { inParts?: boolean } = {},
): Uint8Array {
  const blocks = files.flatMap(([path, content]) => {
    const head = new Uint8Array(512);
    const put = (text: string, at: number) => head.set(new TextEncoder().encode(text), at);
    const cut = inParts ? path.lastIndexOf("/") : -1;
    put(path.slice(cut + 1), 0);
    put(`${content.length.toString(8).padStart(11, "0")} `, 124);
    if (inParts) {
      put("ustar\0", 257);
      put(path.slice(0, Math.max(0, cut)), 345);
    }
    const filled = new Uint8Array(512 * Math.ceil(content.length / 512));
    filled.set(content);
    return [head, filled];
  });
  return Buffer.concat([...blocks, new Uint8Array(1024)]);
}
