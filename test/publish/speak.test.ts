import { expect } from "chai";
import { speak } from "../../publish/speak.ts";
import { saidErrors } from "../saidErrors.ts";

describe("what is said of a notebook that is executed", () => {
  const said = saidErrors();
  const { setInterval, clearInterval } = globalThis;
  const { isTTY, write } = process.stderr;
  const { now } = performance;
  let shown: string;
  let tick: (() => void) | undefined;
  let time: number;
  beforeEach(() => {
    [shown, tick, time] = ["", undefined, 100_000];
    Object.assign(globalThis, {
      setInterval(act: () => void, milliseconds: number) {
        expect(milliseconds).to.equal(1000);
        tick = act;
        return 7;
      },
      clearInterval(timer: number) {
        if (timer === 7) tick = undefined;
      },
    });
    performance.now = () => time;
    process.stderr.write = ((text: string) => {
      shown += text;
      return true;
    }) as typeof write;
  });
  afterEach(() => {
    Object.assign(globalThis, { setInterval, clearInterval });
    performance.now = now;
    Object.assign(process.stderr, { isTTY, write });
  });
  const pass = (seconds: number) => {
    time += 1000 * seconds;
    tick?.();
  };

  it("is a line at most every five seconds where no terminal is", () => {
    process.stderr.isTTY = false;
    const speech = speak("1.0");
    expect(said).to.deep.equal(["1.0: the kernel starts"]);
    pass(5);
    expect(said).to.have.length(1);
    pass(0.001);
    expect(said.slice(1)).to.deep.equal(["1.0: the kernel starts, 5 s (5 s in all)"]);
    speech.at("cell 1 of 2");
    pass(3);
    expect(said).to.have.length(2);
    pass(3);
    expect(said.slice(2)).to.deep.equal(["1.0: cell 1 of 2, 6 s (11 s in all)"]);
    pass(6);
    speech.at("cell 2 of 2");
    expect(said.slice(3)).to.deep.equal(["1.0: cell 1 of 2, 12 s (17 s in all)"]);
    time += 6000;
    speech.at("cell 3");
    expect(said.at(-1)).to.equal("1.0: cell 3, 0 s (23 s in all)");
    pass(6000);
    expect(said.at(-1)).to.equal("1.0: cell 3, 6000 s (6023 s in all)");
    speech.end("executed");
    expect(said.at(-1)).to.equal("1.0: executed");
    speech.stop();
    expect(tick).to.equal(undefined);
    expect(shown).to.equal("");
  });

  it("is in place on a terminal, at once", () => {
    process.stderr.isTTY = true;
    const speech = speak("1.0");
    expect([said, shown]).to.deep.equal([[], ""]);
    pass(1);
    expect(shown).to.include("1.0: the kernel starts, 1 s (1 s in all)");
    speech.at("cell 1 of 2");
    expect(shown).to.include("1.0: cell 1 of 2, 0 s (1 s in all)");
    speech.end("executed in 1 s");
    expect(shown).to.match(/1\.0: executed in 1 s\n?$/);
    expect(said).to.deep.equal([]);
    speech.stop();
    expect(tick).to.equal(undefined);
  });
});
