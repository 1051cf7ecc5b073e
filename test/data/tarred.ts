/** A tar of files, of the old kind: each head has the path, the mode, the size and the time, which fill their fields. */
export function tarred(
  files: readonly (readonly [path: string, content: Uint8Array])[],
): Uint8Array {
  const blocks = files.flatMap(([path, content]) => {
    const head = new Uint8Array(512);
    const put = (text: string, at: number) => head.set(new TextEncoder().encode(text), at);
    put(path, 0);
    put("0000644\0", 100);
    put(`${content.length.toString(8).padStart(11, "0")} `, 124);
    put("14712345678 ", 136);
    const filled = new Uint8Array(512 * Math.ceil(content.length / 512));
    filled.set(content);
    return [head, filled];
  });
  return Buffer.concat([...blocks, new Uint8Array(1024)]);
}
