import "./optimizeLate.ts";
import { loadCached } from "./translator/codeCache.ts";

// Keeps the bytecode of TypeScript beside the kernel, as a kernel itself does where it may write: for a copy
// that a class only reads, and for the box of graded cells.  node <flags of kernel.json> keepBytecode.js: V8
// takes it with the same flags alone
const keep = loadCached("typescript-api");
const { Translator } = await import("./translator/translator.js"); // after TypeScript
new Translator("typescript").translate("cell", 'import * as tf from "@tensorflow/tfjs"; tf', []);
keep();
