import { execute, type Notebook, smallOf } from "./notebook.ts";

const runs = new Map<string, Promise<Notebook>>();

/** A run of a notebook with a small budget, made once for all tests of a process. */
export function smallRun(name: string): Promise<Notebook> {
  const run = runs.get(name) ?? execute(name, smallOf(name));
  runs.set(name, run);
  return run;
}
