import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mustRun } from "../setup/step.mjs";
import { native } from "./folder.mjs";
import { site } from "./tensorFlow.mjs";

const modules = join(native, "node_modules");
const tfjsNode = join(modules, "@tensorflow", "tfjs-node");

/** Where tfjs-node looks for its binding. */
export const binding = join(tfjsNode, "lib", "napi-v8", "tfjs_binding.node");

/**
 * Compiles the binding of tfjs-node. It finds TensorFlow, and TensorFlow finds NVIDIA's
 * libraries, by paths relative to themselves, so the project may be moved.
 * @param {(pid: number) => void} onStart
 */
export async function compile(onStart) {
  await mkdir(dirname(binding), { recursive: true });
  const tensorflow = join(site, "tensorflow");
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"];
  await mustRun(
    "The binding of tfjs-node does not compile",
    "g++",
    [
      ...["-std=c++17", "-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8"],
      ...[join(modules, "node-api-headers", "include"), join(tensorflow, "include")].map(
        (folder) => `-I${folder}`,
      ),
      ...sources.map((file) => join(tfjsNode, "binding", file)),
      ...["-o", binding, `-L${tensorflow}`],
      ...["-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
      "-Wl,-rpath,$ORIGIN/../../../../../site/tensorflow",
    ],
    { onStart },
  );
}
