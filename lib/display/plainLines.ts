/**
 * Prints lines as a log does, where no terminal shows one that is replaced: each once, until another comes.
 *
 * @param out what to write to, unless it is a terminal
 */
export function plainLines(
  out: { readonly isTTY?: boolean; write(text: string): unknown } | undefined = globalThis.process
    ?.stderr,
): (text: string) => void {
  if (!out || out.isTTY) return () => {};
  let last = "";
  return (text) => {
    if (text !== last) out.write(`${text}\n`);
    last = text;
  };
}
