import { importsOf } from "./imports.ts";

/** The rooms of `lib` and who imports whom, as a Mermaid chart: arrows lead down. */
export function floors(): string {
  const arrows = new Map<string, Set<string>>();
  for (const [file, targets] of importsOf("lib")) {
    const from = roomOf(file);
    if (!from) continue;
    if (!arrows.has(from)) arrows.set(from, new Set());
    for (const target of targets) {
      const to = roomOf(target);
      if (to && to !== from) arrows.get(from)?.add(to);
    }
  }
  const lines = [...arrows].flatMap(([from, targets]) =>
    [...targets].toSorted().map((to) => `  ${from} --> ${to}`),
  );
  return [
    "flowchart TD",
    "  notebooks --> grading & cifar & plot & knn & ops",
    ...lines.toSorted(),
  ].join("\n");
}

const roomOf = (file: string): string | undefined => /^lib\/(\w+)\//.exec(file)?.[1];
