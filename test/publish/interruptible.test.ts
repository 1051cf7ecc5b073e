import { expect } from "chai";
import { interruptible } from "../../publish/interruptible.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

describe("work that can be interrupted", () => {
  const counts = () => SIGNALS.map((signal) => process.listenerCount(signal));
  const result = (work: Parameters<typeof interruptible>[0]) =>
    interruptible(work, "nothing came of it.").then(
      () => "done",
      ({ message }) => message,
    );

  for (const signal of SIGNALS) {
    it(`stops on ${signal}, and says what that means`, async () => {
      const before = counts();
      const message = await result(
        (aborted) =>
          new Promise((_, reject) => {
            expect(counts()).to.deep.equal(before.map((count) => count + 1));
            aborted.addEventListener("abort", () => reject(new Error("stopped")));
            process.emit(signal);
          }),
      );
      expect(message).to.equal("Interrupted: nothing came of it.");
      expect(counts()).to.deep.equal(before);
    });
  }

  it("ends, or fails, by itself", async () => {
    const before = counts();
    expect(await result(async () => {})).to.equal("done");
    expect(await result(() => Promise.reject(new Error("no")))).to.equal("no");
    expect(counts()).to.deep.equal(before);
  });
});
