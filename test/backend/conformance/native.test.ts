import { needsNative } from "../native/setUp.ts";
import { conformance } from "./conformance.ts";

const steps = Number(process.env.CONFORMANCE_STEPS ?? 100);

describe("the tfjs-node backend on the CPU", () => {
  before(needsNative);
  conformance({ backend: "tfjs-node" }, { deterministic: true, steps });
});
