import { conformance } from "./conformance.ts";

const steps = Number(process.env.CONFORMANCE_STEPS ?? 2);

// Run by webgpu.test.ts, in a process that has a software adapter where there is no GPU.
describe("the webgpu backend", () => {
  conformance({ backend: "webgpu" }, { deterministic: true, steps, losses: 4 });
});
