import { expect } from "chai";
import { checkDevice, reportLoss } from "../../lib/backend/webgpu/deviceLoss.ts";

const never = { lost: new Promise<never>(() => {}), destroy() {} };

describe("a lost GPU", () => {
  const { error } = console;
  afterEach(() => {
    console.error = error;
    reportLoss(never);
  });

  it("is reported at once, and ends training with what to do", async () => {
    const said: string[] = [];
    console.error = (line: string) => said.push(line);
    reportLoss({ ...never, lost: Promise.resolve({ reason: "unknown", message: "driver reset" }) });
    expect(checkDevice).to.not.throw();
    await null;
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^WebGPU: the GPU was lost \(driver reset\)/);
    expect(checkDevice).to.throw(/lost \(driver reset\).*`checkpoint`/);
  });

  it("is none when the program itself gave it up", async () => {
    reportLoss({ ...never, lost: Promise.resolve({ reason: "destroyed", message: "" }) });
    await null;
    expect(checkDevice).to.not.throw();
  });
});
