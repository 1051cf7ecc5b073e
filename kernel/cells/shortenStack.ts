/** The package that a line of a stack lies in, if it is one of `node_modules`. */
const packageOf = (line: string) => /node_modules[\\/]((@[^\\/]+[\\/])?[^\\/]+)/.exec(line)?.[1];

/** Whether a line tells no more than the one before it: a repetition, or the same packages' inside. */
const belongs = (line: string, first: string) =>
  line === first || (packageOf(line) !== undefined && packageOf(first) !== undefined);

/** The lines of a stack without the inside of packages, and without repetitions. */
export function shortenStack(lines: string[]): string[] {
  const groups: string[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group && belongs(line, group[0])) group.push(line);
    else groups.push([line]);
  }
  return groups.flatMap((group) => {
    const hidden = group.length - 2; // the first and the last tell enough
    const inside = packageOf(group[0]);
    const what = inside ? `in ${inside}` : "times the same";
    if (hidden > 0) group.splice(1, hidden, `    … ${hidden} more ${what}`);
    return group;
  });
}
