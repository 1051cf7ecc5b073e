import { expect } from "chai";
import {
  alignColumns,
  displayable,
  displayInPlace,
  escapeHtml,
  liveDisplay,
  plainLines,
  tableBundle,
  terminalLine,
} from "lib/display";

const KERNEL = Symbol.for("jupyter.kernel");
const bundleOf = (value: object) => Reflect.get(value, Symbol.for("Jupyter.display")).call(value);

/** What is written to a terminal, or to what is none. */
function output(isTTY: boolean, columns?: number) {
  const texts: string[] = [];
  return { texts, isTTY, columns, write: (text: string) => texts.push(text) };
}

describe("what a cell shows", () => {
  it("is the bundle of a value that stays itself, and is no part of it", () => {
    const value = { n: 2 };
    const shown = displayable(value, ({ n }) => ({ "text/plain": `n = ${n}` }));
    expect(shown).equal(value);
    expect(Object.keys(shown)).deep.equal(["n"]);
    expect(bundleOf(shown)).deep.equal({ "text/plain": "n = 2" });
  });

  it("is a table: a head, a row each, the text escaped, columns aligned", () => {
    expect(tableBundle([{ a: "<", long: 1000 }])).deep.equal({
      "text/html":
        '<table><thead><tr><th style="text-align:left">a</th><th style="text-align:right">long</th></tr></thead>' +
        '<tbody><tr><td style="text-align:left">&lt;</td><td style="text-align:right">1,000</td></tr></tbody></table>',
      "text/plain": "a  long\n<  1,000",
    });
    expect(alignColumns([["a", "b"], ["long", "c"], ["", ""]])).deep.equal(["a     b", "long  c", ""]); // biome-ignore format: three lines
  });

  it("is text letter for letter, also in an attribute", () => {
    expect(escapeHtml('<a b="&lt;">')).equal("&lt;a b=&quot;&amp;lt;&quot;&gt;");
  });
});

describe("what is shown in place", () => {
  const shown: [content: { data: object; transient?: { display_id: string } }, update?: boolean][] =
    [];
  beforeEach(() => {
    shown.length = 0;
    const display = (...given: (typeof shown)[number]) => void shown.push(given);
    Reflect.set(globalThis, KERNEL, { display });
  });
  afterEach(() => Reflect.deleteProperty(globalThis, KERNEL));

  it("is replaced there, and another elsewhere; there is none outside a notebook", () => {
    const [one, other] = [displayInPlace(), displayInPlace()];
    one?.({ "text/plain": "1" });
    other?.({ "text/plain": "a" });
    one?.({ "text/plain": "2" });
    expect(shown.map(([, update]) => update)).deep.equal([false, false, true]);
    const ids = shown.map(([{ transient }]) => transient?.display_id);
    expect(ids[2]).equal(ids[0]);
    expect(ids[1]).not.equal(ids[0]);
    Reflect.deleteProperty(globalThis, KERNEL);
    expect(displayInPlace()).equal(undefined);
  });

  it("is drawn twice a second at most, and at its end", () => {
    let time = 0;
    const show = liveDisplay<{ n: number; stopped?: string }>(
      ({ n }) => `line ${n}`,
      ({ n }, line) => `<b>${n}</b>${line}`,
      () => time,
    );
    for (time of [0, 499, 500]) show({ n: time });
    show({ n: 501, stopped: "done" });
    expect(shown.map(([{ data }]) => data)).deep.equal(
      [0, 500, 501].map((n) => ({
        "text/html": `<b>${n}</b>line ${n}`,
        "text/plain": `line ${n}`,
      })),
    );
  });
});

describe("what a terminal shows", () => {
  it("is the state in one line, where there is no notebook", () => {
    const { stderr } = process;
    const terminal = output(true);
    Object.defineProperty(process, "stderr", { configurable: true, value: terminal });
    try {
      liveDisplay(
        () => "line",
        () => "html",
      )({});
    } finally {
      Object.defineProperty(process, "stderr", { configurable: true, value: stderr });
    }
    expect(terminal.texts).deep.equal(["\x1b[2Kline\n"]);
  });

  it("is a line that replaces the last, cut to the width; nothing where there is no terminal", () => {
    const terminal = output(true, 5);
    const line = terminalLine(terminal);
    line("123456");
    line("ab");
    expect(terminal.texts).deep.equal(["\x1b[2K1234\n", "\x1b[A\r\x1b[2Kab\n"]);
    const wide = output(true);
    terminalLine(wide)("x".repeat(100));
    expect(wide.texts).deep.equal([`\x1b[2K${"x".repeat(79)}\n`]);
    const file = output(false);
    terminalLine(file)("ab");
    expect(file.texts).deep.equal([]);
  });

  it("is in a log each line once, until another comes", () => {
    const log = output(false);
    const line = plainLines(log);
    for (const text of ["a", "a", "b", "a"]) line(text);
    expect(log.texts).deep.equal(["a\n", "b\n", "a\n"]);
    const terminal = output(true);
    plainLines(terminal)("a");
    expect(terminal.texts).deep.equal([]);
  });
});
