const newest = new Map<string, object>();

/** Takes note of the class of an op that is made. */
export function noteClass(made: { readonly name: string }): void {
  newest.set(made.name, made);
}

/** The class of this name of which an op was made last. */
export function newestClass(name: string): object | undefined {
  return newest.get(name);
}
