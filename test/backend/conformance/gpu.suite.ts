import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { conformance } from "./conformance.ts";

// `npm run test:gpu`, on a machine that has one: not part of the tests, which need none.
for (const backend of ["tfjs-node-gpu", "webgpu"] as const) {
  describe(`the ${backend} backend`, () => {
    it("computes on a GPU", async () => {
      const { device } = await selectBackend({ backend });
      expect(device).to.match(/^GPU/);
    });
    conformance({ backend }, { deterministic: false, steps: 1000 });
  });
}
