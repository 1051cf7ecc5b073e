import { expect } from "chai";
import { interruptSignal } from "../../../lib/cifar/training/interruptSignal.ts";

describe("an interrupt", () => {
  const listeners = () => process.listenerCount("SIGINT");

  it("aborts at SIGINT, or when the caller's own signal does, and is not heard after its release", () => {
    const before = listeners();
    const own = new AbortController();
    const [first, second, released] = [
      interruptSignal(own.signal),
      interruptSignal(),
      interruptSignal(own.signal),
    ];
    released.release();
    own.abort();
    expect([first, second, released].map(({ signal }) => signal.aborted)).to.deep.equal([
      ...[true, false, false],
    ]);
    process.emit("SIGINT");
    expect(second.signal.aborted).to.equal(true);
    for (const each of [first, second]) each.release();
    expect(listeners()).to.equal(before);
  });

  it("has come where the caller's own signal had", () => {
    const interrupt = interruptSignal(AbortSignal.abort());
    expect(interrupt.signal.aborted).to.equal(true);
    interrupt.release();
  });
});
