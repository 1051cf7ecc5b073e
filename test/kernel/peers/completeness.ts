/** A cell, whether it can be run as it stands, and what the next line begins with if not. */
export type CompletenessRow = [cell: string, status: string, indent?: string];

// Otherwise than in tslab's specs, `let x-+10` is invalid and not complete, and so is JSX that
// is not switched on; neither makes a console wait for more.

/** What tslab's specs of completeness ask for: two empty lines end an entry that is open. */
// biome-ignore format: a row is a line
export const completeness: CompletenessRow[] = [
  ["function f() {", "incomplete", "  "],
  ["function f() {\n", "incomplete", ""],
  ["function f() {\n\n", "invalid"],
  ["function f() {\n  \n\t", "invalid"],
  ["function f() {\r\n  \r\n\t", "invalid"],
  ["  \n  ", "complete"],
  ["let x = 10", "complete"],
  ["function f() {\n}", "complete"],
  ["class C {\n}", "complete"],
  ["let x-+10", "invalid"],
  ["function f() {\n  f()", "incomplete", "  "],
  ["while (true) {\n\tlet x = 10;", "incomplete", "\t"],
  ["fn(x,\n   y", "incomplete", "   "],
  ["let x = y +", "incomplete", ""],
  ["  function f() {", "incomplete", "    "],
  ["function f() {\n  if (x) {\n    }", "incomplete", "  "],
];
