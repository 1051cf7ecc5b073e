import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { assembled, assemblies, madeFrom, record } from "./assemble/assembled.mjs";
import { root } from "./setup/project.mjs";

// lib/simd/binary is committed, so that only who changes lib/simd/assembly needs this.
for (const name of await assemblies()) {
  const { path, text } = await assembled(name);
  await writeFile(path, text);
  console.log(`${relative(root, path)}: ${text.length} characters`);
}
await writeFile(record, `${await madeFrom()}\n`);
