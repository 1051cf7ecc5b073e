/**
 * Runs TensorFlow.js's own specs on one backend, in this process.
 *
 *     node --import tsx test/tensorflow/run.ts BUNDLE BACKEND RESULTS [PATTERN]
 *
 * RESULTS becomes a JSON list of what came of each spec whose name has PATTERN in it.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs";
import jasmine from "jasmine-core";
import { selectBackend } from "lib/backend";
import { BACKENDS, type BackendKey, type SpecResult } from "./backends.ts";
import type { Specs } from "./bundle.ts";

const [bundle, key, results, pattern = ""] = process.argv.slice(2);
const { backend, threads } = BACKENDS[key as BackendKey];
const start = () => selectBackend({ backend, threads, log() {} });
await start();
const backendName = tf.getBackend();

const env = jasmine.boot().getEnv();
env.configure({ random: false, specFilter: (spec) => spec.getFullName().includes(pattern) });
console.warn = () => {}; // the specs' own
const specs: Specs = createRequire(import.meta.url)(bundle);
specs.setTestEnvs([{ name: "backend", backendName, isDataSync: backend !== "webgpu" }]);
startAsTheProject(specs.ENGINE);
specs.declare();

const all: SpecResult[] = [];
env.clearReporters();
env.addReporter({
  specDone({ fullName, status, failedExpectations }) {
    if (status === "excluded" || status === "pending") return;
    const message = failedExpectations.map((failed) => failed.message).join(" | ");
    const name = fullName.replace(" backend {}", "");
    all.push({ name, passed: status === "passed", message: message.slice(0, 300) });
  },
});
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => {}); // its spec fails
await env.execute();
writeFileSync(results, JSON.stringify(all));
process.exit(0);

/** Each group of specs resets the engine: it then starts the backend as the project does. */
function startAsTheProject(engine: Specs["ENGINE"]): void {
  const original = engine.setBackend.bind(engine);
  let isStarting = false;
  engine.setBackend = async (name) => {
    if (name !== backendName || isStarting) return original(name);
    isStarting = true;
    await start().finally(() => {
      isStarting = false;
    });
    return true;
  };
}
