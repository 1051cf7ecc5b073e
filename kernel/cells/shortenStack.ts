/** The package that a line of a stack lies in, if it is one of `node_modules`. */
const packageOf = (line: string) => /node_modules[\\/]((@[^\\/]+[\\/])?[^\\/]+)/.exec(line)?.[1];

/** Whether a line tells no more than the one before it: a repetition, or the same packages' inside. */
const belongs = (line: string, first: string) =>
  line === first || (packageOf(line) !== undefined && packageOf(first) !== undefined);

/** The lines of a stack without the inside of packages, and without repetitions. */
export function shortenStack(lines: string[]): string[] {
  const kept: string[] = [];
  for (let start = 0, end = 0; start < lines.length; start = end) {
    while (end < lines.length && belongs(lines[end], lines[start])) end++;
    const group = lines.slice(start, end);
    const hidden = group.length - 2; // the first and the last tell enough
    const inside = packageOf(group[0]);
    const what = inside ? `in ${inside}` : "times the same";
    if (hidden > 0) group.splice(1, hidden, `    … ${hidden} more ${what}`);
    kept.push(...group);
  }
  return kept;
}
