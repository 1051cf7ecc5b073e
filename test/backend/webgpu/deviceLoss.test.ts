import { expect } from "chai";
import { checkDevice, deviceLoss, watchDevice } from "../../../lib/backend/webgpu/deviceLoss.ts";
import { saidErrors } from "../../saidErrors.ts";
import { onSoftwareAdapter } from "./onSoftwareAdapter.ts";

/** A device that is lost in `ms` milliseconds, or never. */
const device = (ms?: number, message = "driver reset") => ({
  lost: new Promise<{ reason: string; message: string }>((resolve) => {
    if (ms !== undefined) setTimeout(resolve, ms, { reason: "unknown", message });
  }),
});

describe("a lost GPU", () => {
  const said = saidErrors();
  afterEach(() => watchDevice(device()));

  it("is reported at once, and ends what is computed on it", async () => {
    watchDevice(device(0));
    expect(checkDevice).to.not.throw();
    const lost = await deviceLoss();
    expect(lost?.message).to.equal("the GPU was lost (driver reset), and with it all tensors");
    expect(said).to.deep.equal([`WebGPU: ${lost?.message}.`]);
    expect(checkDevice).to.throw(lost?.message ?? "");
  });

  it("is known as the cause of a failure that comes before its word", async () => {
    watchDevice(device(30));
    expect(await deviceLoss()).to.be.an("error");
    watchDevice(device());
    expect(await deviceLoss()).to.equal(undefined);
  });

  it("is none when another device is in use by then", async () => {
    const old = device(5);
    watchDevice(old);
    watchDevice(device());
    await old.lost;
    expect(checkDevice).to.not.throw();
    expect(said).to.deep.equal([]);
  });

  it("is known to every copy of the module", async () => {
    const copy: typeof import("../../../lib/backend/webgpu/deviceLoss.ts") = await import(
      "../../../lib/dist/backend/webgpu/deviceLoss.js"
    );
    const lost = device(0);
    watchDevice(lost);
    await lost.lost;
    expect(copy.checkDevice).to.throw("the GPU was lost (driver reset)");
    copy.watchDevice(device());
    expect(checkDevice).to.not.throw();
  });

  it("does not end a run that has checkpoints", async function () {
    await onSoftwareAdapter(this, "test/backend/webgpu/lostDevice.suite.ts");
  });
});
