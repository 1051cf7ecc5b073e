import { expect } from "chai";
import { step } from "../../scripts/setup/step.mjs";
import { ownClock } from "../ownClock.ts";
import { saidErrors } from "../saidErrors.ts";

describe("a step", () => {
  const said = saidErrors();
  const clock = ownClock();
  beforeEach(() => {
    process.stderr.isTTY = false;
  });
  afterEach(() => {
    expect(clock.ticks).to.equal(false);
  });

  /** Work that takes so many seconds, whose detail is the second. */
  const lasts = (seconds: number) => async (say: (detail: string) => void) => {
    for (let second = 1; second <= seconds; second++) {
      clock.pass(1);
      say(`part ${second}`);
    }
    return 7;
  };
  const failing = (seconds: number) => async (say: (detail: string) => void) => {
    await lasts(seconds)(say);
    throw new Error("awake");
  };

  it("that takes a second is told of, and its end", async () => {
    expect(await step("Sleeping", lasts(2))).to.equal(7);
    expect(said).to.deep.equal(["Sleeping …", "Sleeping: done in 2 s."]);
  });

  it("tells what it is at every ten seconds", async () => {
    await step("Sleeping", lasts(23));
    expect(said).to.deep.equal([
      "Sleeping …",
      "Sleeping … 11 s: part 10",
      "Sleeping … 22 s: part 21",
      "Sleeping: done in 23 s.",
    ]);
  });

  it("without details is told of once, however long it takes", async () => {
    await step("Sleeping", () => lasts(23)(() => {}));
    expect(said).to.deep.equal(["Sleeping …", "Sleeping: done in 23 s."]);
  });

  it("that fails is told of as failed, with its own error", async () => {
    expect(await step("Sleeping", failing(2)).catch(String)).to.equal("Error: awake");
    expect(said).to.deep.equal(["Sleeping …", "Sleeping: failed after 2 s."]);
  });

  it("that is short says nothing", async () => {
    await step("Blinking", lasts(0));
    expect(await step("Blinking", failing(0)).catch(String)).to.equal("Error: awake");
    expect(said).to.deep.equal([]);
  });

  it("counts the seconds in place on a terminal", async () => {
    process.stderr.isTTY = true;
    await step("Sleeping", lasts(2));
    expect(await step("Waking", failing(1)).catch(String)).to.equal("Error: awake");
    expect(clock.shown).to.equal(
      "\r\x1b[KSleeping … 1 s \r\x1b[KSleeping … 2 s: part 1 \r\x1b[KWaking … 1 s ",
    );
    expect(said).to.deep.equal([
      "\r\x1b[KSleeping: done in 2 s.",
      "\r\x1b[KWaking: failed after 1 s.",
    ]);
  });
});
