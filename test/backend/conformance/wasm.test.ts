import { conformance } from "./conformance.ts";

const steps = Number(process.env.CONFORMANCE_STEPS ?? 100);

for (const threads of [1, 2]) {
  describe(`the wasm backend on ${threads} of 2 threads`, () => {
    conformance({ backend: "wasm", threads }, { deterministic: true, steps });
  });
}
