import { packageOf } from "../missingModule.ts";

/** What is said of an import without types. */
export function untypedNote(name: string): string {
  const what = `${name} comes without types: what it exports is any.`;
  if (/^[./]/.test(name)) return what;
  const types = packageOf(name).replace("@", "").replace("/", "__");
  return `${what} Where somebody wrote some, \`npm i -D @types/${types}\` installs them.`;
}
