/**
 * The notebook of the assignment that a file is a copy of, by the first section in its name:
 * "ada_3.1 (2).ipynb" is one of 3.1.
 */
export function assignmentName(names: string[], file: string): string | undefined {
  const section = /\d\.\d+/.exec(file)?.[0];
  return names.find((name) => name.split("-")[0] === section);
}
