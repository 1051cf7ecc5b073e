import { sourceOf } from "../../publish/notebooks.ts";
import type { Cell } from "../notebook.ts";
import { isCheck, isCode } from "./cells.ts";
import { type Names, namesOf } from "./names.ts";
import { trimImports } from "./trimImports.ts";

const known = new Map<string, Names>();

function namesOfCell(cell: Cell): Names {
  const source = sourceOf(cell);
  const names = known.get(source) ?? namesOf(source);
  known.set(source, names);
  return names;
}

/**
 * The cells that have to run for the marks, as they stand: those of the student and the checks, and
 * what gives them the names that they use; given imports of nothing that is used are left out. A
 * cell without names of its own runs too where it can, as it may change what others have declared,
 * unless all that it does is to show a value.
 */
export function needed(cells: Cell[], own: Set<string>): Cell[] {
  const code = cells.filter(isCode).map((cell) => ({ cell, ...namesOfCell(cell) }));
  const everywhere = new Set(code.flatMap(({ declared }) => [...declared]));
  const running = new Set(code.filter(({ cell }) => own.has(cell.id) || isCheck(cell)));
  const wanted = new Set<string>();
  let before: number;
  do {
    before = running.size;
    for (const { used } of running) for (const name of used) wanted.add(name);
    for (const each of code) {
      if ([...each.declared].some((name) => wanted.has(name))) running.add(each);
    }
  } while (running.size > before);
  const there = new Set([...running].flatMap(({ declared }) => [...declared]));
  for (const each of code) {
    if (each.declared.size === 0 && !each.shows) {
      if ([...each.used].every((name) => there.has(name) || !everywhere.has(name))) {
        running.add(each);
      }
    }
  }
  const used = new Set([...running].flatMap((each) => [...each.used]));
  const chosen = new Set([...running].map(({ cell }) => cell));
  return cells
    .filter((cell) => chosen.has(cell))
    .map((cell) =>
      own.has(cell.id) ? cell : { ...cell, source: trimImports(sourceOf(cell), used) },
    );
}
