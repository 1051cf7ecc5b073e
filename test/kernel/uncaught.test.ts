import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

const THROW = {
  "a timer": "setTimeout(() => { throw new Error('oh') })",
  "a promise": "void Promise.reject(new Error('oh'))",
  "a callback of Node's": "process.nextTick(() => { throw new Error('oh') })",
};

describe("the kernel, where nobody catches an error", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    await kernel.run('import { inspect } from "node:util"');
  });
  afterEach(() =>
    kernel.run(`
      process.removeAllListeners("uncaughtException");
      process.removeAllListeners("unhandledRejection");`),
  );

  const run = async (code: string) => {
    const pause = "await new Promise((resolve) => setTimeout(resolve, 50))";
    const answer = await kernel.run(`${code};\n${pause}`);
    expect(answer.error).to.equal(undefined);
    return answer;
  };

  for (const [where, code] of Object.entries(THROW)) {
    it(`prints what ${where} throws`, async () => {
      expect((await run(code)).text("stderr")).to.match(/^Error: oh\n {4}at /);
    });

    it(`gives what ${where} throws to a listener alone`, async () => {
      const listen = "process.on('uncaughtException', (error) => console.log(error.message))";
      const answer = await run(`${listen}; ${code}`);
      expect([answer.text(), answer.text("stderr")]).to.deep.equal(["oh\n", ""]);
    });

    it(`goes on where a listener throws itself, at what ${where} throws`, async () => {
      const listen = "process.on('uncaughtException', () => { throw new Error('worse') })";
      expect((await run(`${listen}; ${code}`)).text("stderr")).to.contain("Error: worse");
      expect((await kernel.run("1")).result).to.equal("1");
    });
  }

  it("gives a rejection to its own listener first", async () => {
    const listen = "process.on('unhandledRejection', (reason) => console.log(reason))";
    const answer = await run(`${listen}; void Promise.reject(5)`);
    expect([answer.text(), answer.text("stderr")]).to.deep.equal(["5\n", ""]);
  });

  it("goes on where an error cannot be shown", async () => {
    const hidden = "{ [inspect.custom]() { throw new Error('no') } }";
    expect((await run(`void Promise.reject(${hidden})`)).text("stderr")).to.equal(
      "An error that nobody has caught cannot be shown.\n",
    );
    expect((await kernel.run("1")).result).to.equal("1");
  });
});
