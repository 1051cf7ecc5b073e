import { expect } from "chai";
import { refuseToEnd } from "../../kernel/cells/refuseToEnd.ts";

const HINT =
  "would end the kernel and lose its variables: to end a cell, throw an error; " +
  "to end the kernel, shut it down in Jupyter";
const names = ["exit", "reallyExit", "abort", "kill"] as const;

describe("what would end the kernel", () => {
  const before = names.map((name) => Object.getOwnPropertyDescriptor(process, name));
  const sent: unknown[][] = [];
  beforeEach(() => {
    sent.length = 0;
    process.kill = (...given) => {
      sent.push(given);
      return true;
    };
    refuseToEnd();
  });
  afterEach(() => {
    for (const [i, name] of names.entries()) {
      Reflect.deleteProperty(process, name);
      const own = before[i];
      if (own) Object.defineProperty(process, name, own);
    }
  });

  it("is refused: an exit, by whatever name", () => {
    expect(() => process.exit()).throw(`process.exit() ${HINT}`);
    expect(() => process.exit(3)).throw(`process.exit(3) ${HINT}`);
    expect(() => process.abort()).throw(`process.abort() ${HINT}`);
    expect(() => Reflect.get(process, "reallyExit")(0)).throw(`process.reallyExit(0) ${HINT}`);
  });

  it("may be replaced by a cell that means something else by it", () => {
    const exit = () => expect.fail();
    process.exit = exit;
    expect(process.exit).equal(exit);
  });

  it("is refused: a signal that ends its process, or its group", () => {
    for (const pid of [process.pid, -process.pid, 0]) {
      expect(() => process.kill(pid)).throw(`process.kill(${pid}, SIGTERM) ${HINT}`);
      for (const signal of ["SIGKILL", "SIGHUP", 9, 1, 3, -1]) {
        expect(() => process.kill(pid, signal)).throw(`process.kill(${pid}, ${signal}) ${HINT}`);
      }
    }
    expect(sent).deep.equal([]);
  });

  it("is no signal that ends nothing, that something handles, or that goes elsewhere", () => {
    const harmless = [0, 2, "SIGINT", "SIGCHLD", "SIGCONT", "SIGWINCH", "SIGURG"].map(
      (signal): [number, string | number] => [process.pid, signal],
    );
    const elsewhere: [number, string][] = [[process.pid + 1, "SIGKILL"]];
    const handled: [number, string][] = [[process.pid, "SIGUSR2"]];
    const handle = () => {};
    process.on("SIGUSR2", handle);
    try {
      for (const given of [...harmless, ...elsewhere, ...handled]) {
        expect(process.kill(...given), String(given)).equal(true);
      }
    } finally {
      process.off("SIGUSR2", handle);
    }
    expect(sent).deep.equal([...harmless, ...elsewhere, ...handled]);
    expect(() => process.kill(process.pid, "SIGUSR2")).throw(HINT);
  });
});
