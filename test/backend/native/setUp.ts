import { existsSync } from "node:fs";

const binding = "../../../.native/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node";

/** Skips what needs tfjs-node where it is not set up, and says so. */
export function needsNative(this: Mocha.Context): void {
  if (existsSync(new URL(binding, import.meta.url))) return;
  console.log("      skipped: tfjs-node is not set up; `npm run setup:native` does it");
  this.skip();
}
