import { expect } from "chai";
import { cutFailure, cutResult, Output } from "../../kernel/server/output.ts";

const NOTE = /\n… the output of this cell is cut at \S+ MB, as it is being graded\.\n/g;
const marked = (text: string) => text.replaceAll(NOTE, "✂");

/** What comes out of cells that may put out ten characters each. */
function limited() {
  const sent: string[] = [];
  let cell: object | undefined;
  const output = new Output(
    (type, content) => sent.push(`${type} ${Object.values(content)}`),
    () => cell as ReturnType<ConstructorParameters<typeof Output>[1]>,
    10,
  );
  return {
    output,
    next() {
      cell = {};
    },
    all() {
      output.flush();
      return sent.splice(0).map(marked);
    },
  };
}

describe("what a cell puts out that is graded", () => {
  it("is whole up to the limit, then cut and marked once", () => {
    const { output, all } = limited();
    output.write("stdout", "12345");
    output.write("stdout", "");
    output.write("stdout", "67890");
    expect(all()).to.deep.equal(["stream stdout,1234567890"]);
    output.write("stdout", "a");
    output.write("stdout", "bcd");
    expect(all()).to.deep.equal(["stream stdout,✂"]);
  });

  it("is cut within what is written at once", () => {
    const { output, all } = limited();
    output.write("stderr", "1234567");
    output.write("stderr", "890abc");
    expect(all()).to.deep.equal(["stream stderr,1234567890", "stream stdout,✂"]);
  });

  it("has displays where there is room for all of them", () => {
    const { output, all } = limited();
    output.write("stdout", "1");
    output.show("display_data", '{"a":123}'); // of nine characters
    expect(all()).to.deep.equal(["stream stdout,1", "display_data 123"]);
    output.show("display_data", '{"a":1}');
    output.show("display_data", '{"a":2}');
    output.clear(true);
    expect(all()).to.deep.equal(["stream stdout,✂", "clear_output true"]);
  });

  it("is put out before what clears it", () => {
    const { output, all } = limited();
    output.write("stdout", "1");
    output.clear(false);
    expect(all()).to.deep.equal(["stream stdout,1", "clear_output false"]);
  });

  it("is counted anew for each cell", () => {
    const { output, next, all } = limited();
    output.write("stdout", "x".repeat(11));
    next();
    for (let i = 0; i < 3; i++) output.write("stdout", "y".repeat(6));
    expect(all().join("")).to.equal(`stream stdout,${"x".repeat(10)}✂${"y".repeat(10)}✂`);
  });

  it("has a failure and a result that are cut by themselves", () => {
    const failure = (text: string) => ({ ename: "E", evalue: text, traceback: ["a", text] });
    expect(cutFailure(failure("1234567890"), 10)).to.deep.equal(failure("1234567890"));
    const { ename, evalue, traceback } = cutFailure(failure("1234567890a"), 10);
    expect([ename, ...[evalue, ...traceback].map(marked)]).to.deep.equal([
      ...["E", "1234567890✂", "a", "1234567890✂"],
    ]);
    expect(cutResult('{"data":1}', 10)).to.equal('{"data":1}');
    const { data, metadata } = JSON.parse(cutResult('{"data":12}', 10));
    expect(`\n${data["text/plain"]}\n`).to.match(NOTE);
    expect(metadata).to.deep.equal({});
  });

  it("is whole, however long, where nothing is graded", () => {
    const long = "x".repeat(3e6);
    expect(cutResult(long)).to.equal(long);
  });
});
