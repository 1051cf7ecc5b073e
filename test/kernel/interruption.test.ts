import { expect } from "chai";
import { Interruption, type Target } from "../../kernel/server/interruption.ts";

describe("An interruption of the kernel", () => {
  /** What an interruption has done, pings left out. */
  function interrupted(listens: boolean) {
    const done: string[] = [];
    const target: Target = {
      listens: () => listens,
      ask: () => done.push("ask"),
      stop: () => done.push("stop"),
      ping: () => {},
      terminate: () => done.push("terminate"),
    };
    const interruption = new Interruption(target);
    /** Lets time pass, in which the main thread answers or does not. */
    const pass = (ticks: number, answers: boolean) => {
      const lost: number[] = [];
      for (let i = 1; i <= ticks; i++) {
        if (answers) interruption.answer();
        if (interruption.tick()) lost.push(i);
      }
      return lost;
    };
    return { interruption, done, pass };
  }

  it("stops code that does not listen at once", () => {
    const { interruption, done } = interrupted(false);
    expect(done).to.deep.equal(["stop"]);
    expect(interruption.state).to.equal("stopping");
  });

  it("asks code that listens, and stops it after 0.7 s", () => {
    const { interruption, done, pass } = interrupted(true);
    pass(6, true);
    expect(done).to.deep.equal(["ask"]);
    expect(interruption.state).to.equal("asked");
    pass(1, true);
    expect(done).to.deep.equal(["ask", "stop"]);
  });

  it("stops code that cannot have heard the question after 0.5 s", () => {
    const { done, pass } = interrupted(true);
    pass(4, false);
    expect(done).to.deep.equal(["ask"]);
    pass(1, false);
    expect(done).to.deep.equal(["ask", "stop"]);
  });

  it("counts the silence since the last sign of life", () => {
    const { done, pass } = interrupted(true);
    pass(1, true);
    pass(4, false);
    expect(done).to.deep.equal(["ask"]);
    pass(1, false);
    expect(done).to.deep.equal(["ask", "stop"]);
  });

  it("does not ask twice: the second press stops", () => {
    const { interruption, done } = interrupted(true);
    interruption.press();
    interruption.press();
    expect(done).to.deep.equal(["ask", "stop"]);
  });

  it("terminates what gives no sign of life for 0.7 s, as often as it takes", () => {
    const { done, pass } = interrupted(false);
    pass(6, false);
    expect(done).to.deep.equal(["stop"]);
    pass(2, false);
    expect(done).to.deep.equal(["stop", "terminate", "terminate"]);
  });

  it("terminates nothing that answers", () => {
    const { done, pass } = interrupted(false);
    pass(24, true);
    expect(done).to.deep.equal(["stop"]);
  });

  it("gives the cell up after 2.5 s, once", () => {
    expect(interrupted(false).pass(60, false)).to.deep.equal([25]);
    expect(interrupted(true).pass(60, true)).to.deep.equal([25]);
  });
});
