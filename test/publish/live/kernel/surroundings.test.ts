import { expect } from "chai";
import { LiveWorker, textOf } from "./liveWorker.ts";

describe("what cells find in a page's worker", () => {
  let live: LiveWorker;
  before(async () => {
    live = await LiveWorker.start([]);
  });
  after(() => live.remove());
  const outputs = async (source: string) => (await live.run("x", source)).outputs;

  it("is a console that writes under them", async () => {
    const [log, warning] = await outputs('console.log("a");\nconsole.warn("b");');
    expect(log).to.deep.equal({ output_type: "stream", name: "stdout", text: "a\n" });
    expect(warning).to.deep.equal({ output_type: "stream", name: "stderr", text: "b\n" });
  });

  it("is nobody who asks", async () => {
    for (const asker of ["prompt", "confirm", "alert"]) {
      const [error] = await outputs(`${asker}("Name?")`);
      expect(error).to.include({
        evalue: `${asker}: a page's cells cannot ask; write the value into the cell`,
      });
    }
  });

  it("is what clears their outputs", async () => {
    await outputs("clearOutput()");
    await outputs("clearOutput(true)");
    expect(live.told.flatMap((each) => (each.type === "clear" ? [each.wait] : []))).to.deep.equal([
      ...[false, true],
    ]);
  });

  it("is the kernel's display, and the address of its scripts", async () => {
    const [shown] = await outputs('(globalThis as any)[Symbol.for("jupyter.kernel")].show([1])');
    expect(textOf(shown)).to.equal("[ 1 ]");
    expect(await live.value("import.meta.url")).to.match(/^file:.*\/worker-\w+\/$/);
  });

  it("is a process that writes as streams, and tells nothing of the machine", async () => {
    const written = await outputs('process.stdout.write("a");\nprocess.stderr.write(1 as never)');
    expect(written.slice(0, 2)).to.deep.equal([
      { output_type: "stream", name: "stdout", text: "a" },
      { output_type: "stream", name: "stderr", text: "1" },
    ]);
    expect(textOf(written[2])).to.equal("true");
    expect(
      await live.value("[process.env, process.argv, process.stdout.isTTY, process.stderr.isTTY]"),
    ).to.deep.equal([{}, [], false, false]);
  });

  it("says what fails outside of them", async () => {
    const said = async (source: string) => {
      const from = live.told.length;
      await live.run("x", source);
      const { output } = await live.next("output", from);
      return [output.output_type === "stream" && output.name, textOf(output)?.split("\n")[0]];
    };
    expect(await said("void setTimeout(() => { throw new RangeError('late'); })")).to.deep.equal([
      ...["stderr", "RangeError: late"],
    ]);
    expect(await said("void Promise.reject(new TypeError('lost')); 0;")).to.deep.equal([
      ...["stderr", "TypeError: lost"],
    ]);
  });
});
