import { existsSync } from "node:fs";
import { conformance } from "./conformance.ts";

const binding = "../../../.native/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node";
const steps = Number(process.env.CONFORMANCE_STEPS ?? 100);

describe("the tfjs-node backend on the CPU", () => {
  before(function () {
    if (existsSync(new URL(binding, import.meta.url))) return;
    console.log("      skipped: tfjs-node is not set up; `npm run setup:native` does it");
    this.skip();
  });
  conformance({ backend: "tfjs-node" }, { deterministic: true, steps });
});
