import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/project.mjs";

/** The version of TensorFlow.js that `lib` asks for: all its packages are to be of one. */
export function tfjsVersion() {
  const { dependencies } = JSON.parse(readFileSync(join(root, "lib", "package.json"), "utf8"));
  return String(dependencies["@tensorflow/tfjs"]).replace(/^\^/, "");
}
