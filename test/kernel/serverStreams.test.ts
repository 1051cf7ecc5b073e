import { expect } from "chai";
import { Streams } from "../../kernel/server/streams.ts";

describe("what cells write", () => {
  const { setTimeout, clearTimeout } = globalThis;
  let sent: string[];
  let streams: Streams;
  let timers: Map<number, () => void>;
  let made: number;
  beforeEach(() => {
    [sent, timers, made] = [[], new Map(), 0];
    streams = new Streams(({ name, text }) => sent.push(`${name}: ${text}`));
    Object.assign(globalThis, {
      setTimeout(act: () => void) {
        timers.set(++made, act);
        return made;
      },
      clearTimeout: (timer: number) => timers.delete(timer),
    });
  });
  afterEach(() => Object.assign(globalThis, { setTimeout, clearTimeout }));
  const pass = () => {
    for (const act of [...timers.values()]) act();
  };

  it("is one message, once a short time has passed", () => {
    streams.write("stdout", "a");
    streams.write("stdout", "b");
    expect([sent, timers.size, made]).to.deep.equal([[], 1, 1]);
    pass();
    expect([sent, timers.size]).to.deep.equal([["stdout: ab"], 0]);
    streams.write("stdout", "c");
    expect([sent.length, timers.size]).to.deep.equal([1, 1]);
    pass();
    expect(sent).to.deep.equal(["stdout: ab", "stdout: c"]);
  });

  it("stays in order between the streams", () => {
    streams.write("stderr", "a");
    streams.write("stdout", "b");
    streams.write("stderr", "c");
    streams.flush();
    expect(sent).to.deep.equal(["stderr: a", "stdout: b", "stderr: c"]);
    expect(timers.size).to.equal(0);
  });

  it("is sent at once where it is asked for, or is more than 65536 characters", () => {
    streams.flush();
    expect(sent).to.deep.equal([]);
    streams.write("stdout", "a");
    streams.flush();
    streams.flush();
    expect(sent.splice(0)).to.deep.equal(["stdout: a"]);
    streams.write("stdout", "x".repeat(65536));
    expect(sent).to.deep.equal([]);
    streams.write("stdout", "y");
    expect(sent[0]).to.have.length("stdout: ".length + 65537);
    expect([sent.length, timers.size]).to.deep.equal([1, 0]);
  });
});
