import "./optimizeLate.ts";
import { readdirSync } from "node:fs";
import path from "node:path";
import { loadCached } from "./translator/codeCache.ts";
import { projectRoot } from "./tslab.ts";

// Keeps beside the kernel what a kernel itself keeps where it may write, for those that may not: the copy that a
// class only reads, and the box of graded cells. With the flags of kernel.json, or V8 does not take the bytecode
const keepBytecode = loadCached("typescript-api");
const { translatedModule } = await import("./translator/keptModules.ts"); // after TypeScript
if (keepBytecode) {
  const { Translator } = await import("./translator/translator.ts");
  new Translator("typescript").translate("cell", 'import * as tf from "@tensorflow/tfjs"; tf', []);
  keepBytecode();
}
const built = path.join(projectRoot, "lib/dist");
for (const name of readdirSync(built, { encoding: "utf8", recursive: true })) {
  if (name.endsWith(".js")) translatedModule(path.join(built, name));
}
