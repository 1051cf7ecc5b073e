/** As much of a terminal as is needed here. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * A line in a terminal that can be replaced, cut to the terminal's width; where there is no
 * terminal nothing is shown. Every line is ended, so that what is printed next stays apart.
 */
export function terminalLine(
  terminal: Terminal | undefined = globalThis.process?.stderr,
): (text: string) => void {
  if (!terminal?.isTTY) return () => {};
  let up = "";
  return (text) => {
    terminal.write(`${up}\x1b[2K${text.slice(0, (terminal.columns || 80) - 1)}\n`);
    up = "\x1b[A\r";
  };
}
