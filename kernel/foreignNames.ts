/** What to say of names that other kernels have, where they are missing. */
export const foreignNames: ReadonlyMap<string, string> = new Map([
  [
    "Deno",
    '`Deno` is there in Deno alone: this kernel runs Node.js, whose modules do the same, such as `import { readFile } from "node:fs/promises"`.',
  ],
  [
    "$$",
    '`$$` is ijavascript\'s: here `import { display } from "tslab"` shows HTML, images and text, and a cell may `await`.',
  ],
]);
