import { expect } from "chai";
import { speak } from "../../publish/speak.ts";
import { ownClock } from "../ownClock.ts";
import { saidErrors } from "../saidErrors.ts";

describe("what is said of a notebook that is executed", () => {
  const said = saidErrors();
  const clock = ownClock();

  it("is a line at most every five seconds where no terminal is", () => {
    process.stderr.isTTY = false;
    const speech = speak("1.0");
    expect(said).to.deep.equal(["1.0: the kernel starts"]);
    clock.pass(5);
    expect(said).to.have.length(1);
    clock.pass(0.001);
    expect(said.slice(1)).to.deep.equal(["1.0: the kernel starts, 5 s (5 s in all)"]);
    speech.at("cell 1 of 2");
    clock.pass(3);
    expect(said).to.have.length(2);
    clock.pass(3);
    expect(said.slice(2)).to.deep.equal(["1.0: cell 1 of 2, 6 s (11 s in all)"]);
    clock.pass(6);
    speech.at("cell 2 of 2");
    expect(said.slice(3)).to.deep.equal(["1.0: cell 1 of 2, 12 s (17 s in all)"]);
    clock.skip(6);
    speech.at("cell 3");
    expect(said.at(-1)).to.equal("1.0: cell 3, 0 s (23 s in all)");
    clock.pass(6000);
    expect(said.at(-1)).to.equal("1.0: cell 3, 6000 s (6023 s in all)");
    speech.end("executed");
    expect(said.at(-1)).to.equal("1.0: executed");
    speech.stop();
    expect(clock.ticks).to.equal(false);
    expect(clock.shown).to.equal("");
  });

  it("is in place on a terminal, at once", () => {
    process.stderr.isTTY = true;
    const speech = speak("1.0");
    expect([said, clock.shown]).to.deep.equal([[], ""]);
    clock.pass(1);
    expect(clock.shown).to.include("1.0: the kernel starts, 1 s (1 s in all)");
    speech.at("cell 1 of 2");
    expect(clock.shown).to.include("1.0: cell 1 of 2, 0 s (1 s in all)");
    speech.end("executed in 1 s");
    expect(clock.shown).to.match(/1\.0: executed in 1 s\n?$/);
    expect(said).to.deep.equal([]);
    speech.stop();
    expect(clock.ticks).to.equal(false);
  });
});
