import { onSoftwareAdapter } from "../webgpu/onSoftwareAdapter.ts";

describe("the webgpu backend on a software adapter", () => {
  it("passes the conformance suite, and its process ends by itself", async function () {
    await onSoftwareAdapter(this, "test/backend/conformance/webgpu.suite.ts");
  });
});
