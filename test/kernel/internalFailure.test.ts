import { expect } from "chai";
import { internalFailure } from "../../kernel/server/internalFailure.ts";

describe("a failure of the kernel itself", () => {
  it("is shown with its stack, where it has one", () => {
    const error = new RangeError("no room");
    const shown = { ename: "KernelError", evalue: "RangeError: no room" };
    expect(internalFailure(error)).to.deep.equal({ ...shown, traceback: [error.stack] });
    expect(error.stack).to.include("internalFailure.test.ts");
    Object.assign(error, { stack: undefined });
    expect(internalFailure(error)).to.deep.equal({ ...shown, traceback: [shown.evalue] });
    expect(internalFailure("thrown")).to.deep.equal({
      ...{ ename: "KernelError", evalue: "thrown", traceback: ["thrown"] },
    });
  });
});
