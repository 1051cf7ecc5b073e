/** Lines of cells as text, each column as wide as its widest cell. */
export function alignColumns(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) =>
    line
      .map((text, i) => text.padEnd(widths[i]))
      .join("  ")
      .trimEnd(),
  );
}
