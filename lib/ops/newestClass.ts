const newest = new Map<string, object>();
const ours = new WeakSet<object>();

/** Takes note of the class of an op that is made. */
export function noteClass(made: { readonly name: string }): void {
  newest.set(made.name, made);
}

/** The class of this name of which an op was made last. */
export function newestClass(name: string): object | undefined {
  return newest.get(name);
}

/** Says that a class is the library's own: a notebook declares others of its name. */
export function noteOurs(made: object): void {
  ours.add(made);
}

/** Whether a class is the library's own. */
export function isOurs(made: object): boolean {
  return ours.has(made);
}
