import { expect } from "chai";
import { step } from "../../scripts/setup/step.mjs";
import { saidErrors } from "../saidErrors.ts";

describe("a step", () => {
  const said = saidErrors();
  const long = () => new Promise((resolve) => setTimeout(resolve, 1100));

  it("that takes over a second is told of, and its end", async () => {
    expect(await step("Sleeping", () => long().then(() => 7))).to.equal(7);
    expect(said).to.deep.equal(["Sleeping …", "Sleeping: done in 1 s."]);
  });

  it("that fails is told of as failed, with its own error", async () => {
    const fails = step("Sleeping", () => long().then(() => Promise.reject(new Error("awake"))));
    expect(await fails.catch(({ message }) => message)).to.equal("awake");
    expect(said).to.deep.equal(["Sleeping …", "Sleeping: failed after 1 s."]);
  });

  it("that is short says nothing", async () => {
    await step("Blinking", async () => {});
    const fails = step("Blinking", () => Promise.reject(new Error("dust")));
    expect(await fails.catch(({ message }) => message)).to.equal("dust");
    expect(said).to.deep.equal([]);
  });
});
