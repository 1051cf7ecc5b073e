import { expect } from "chai";
import { showProgress } from "../../lib/data/showProgress.ts";

const kernel = Symbol.for("jupyter.kernel");

describe("the progress of a download", () => {
  let time: number;
  let shown: { text: string; html: string; update: boolean; id: string; time: number }[];

  beforeEach(() => {
    time = 0;
    shown = [];
    Reflect.set(globalThis, kernel, {
      display(
        content: { data: Record<string, string>; transient: { display_id: string } },
        update: boolean,
      ) {
        const { data, transient } = content;
        shown.push({
          text: data["text/plain"],
          html: data["text/html"],
          update,
          id: transient.display_id,
          time,
        });
      },
    });
  });

  afterEach(() => {
    Reflect.deleteProperty(globalThis, kernel);
  });

  it("is shown under the cell, in place: what is there, how fast, how long yet", () => {
    const show = showProgress(() => time);
    time = 3000;
    show({ what: "Downloading x", done: 10e6, total: 104e6 });
    time = 5000;
    show({ what: "Downloading x", done: 30e6, total: 104e6 });
    expect(shown.map(({ text }) => text)).to.deep.equal([
      "Downloading x · 10.0 of 104.0 MB",
      "Downloading x · 30.0 of 104.0 MB · 10.0 MB/s · 8 s left",
    ]);
    expect(shown[1].html).to.contain('<progress max="104000000" value="30000000"');
    expect(shown.map(({ update }) => update)).to.deep.equal([false, true]);
    expect(shown[0].id).to.equal(shown[1].id);
  });

  it("is drawn four times a second at most, and always at the end and for something new", () => {
    const show = showProgress(() => time);
    for (time = 0; time < 1000; time++) show({ what: "a", done: time, total: 1000 });
    expect(shown.map((each) => each.time)).to.deep.equal([0, 250, 500, 750]);
    show({ what: "a", done: 1000, total: 1000 });
    show({ what: "b", done: 0 });
    expect(shown.map(({ text }) => text).slice(4)).to.deep.equal([
      "a · 0.0 of 0.0 MB · 0.0 MB/s · 0 s left",
      "b",
    ]);
  });

  it("has a million bytes in a megabyte", () => {
    const show = showProgress(() => time);
    show({ what: "a", done: 50_000, total: 9_949_999 });
    expect(shown[0].text).to.equal("a · 0.1 of 9.9 MB");
  });

  it("tells of no speed before there is one", () => {
    const show = showProgress(() => time);
    const lines = [
      [0, 0, "a · 0.0 of 8.0 MB"],
      [0, 8e6, "a · 8.0 of 8.0 MB"], // in no time
      [1000, 0, "a · 0.0 of 8.0 MB"], // back at the start
      [2000, 1, "a · 0.0 of 8.0 MB · 0.0 MB/s · 15999998 s left"],
    ] as const;
    for (const [now, done] of lines) {
      time = now;
      show({ what: "a", done, total: 8e6 });
    }
    expect(shown.map(({ text }) => text)).to.deep.equal(lines.map(([, , text]) => text));
  });

  it("has a bar where it is known how much there will be", () => {
    const show = showProgress(() => time);
    show({ what: "a", done: 5, total: 8 });
    show({ what: "b", done: 5 });
    expect(shown.map(({ html }) => html)).to.deep.equal([
      '<progress max="8" value="5" aria-label="a" style="width:100%"></progress><div>a · 0.0 of 0.0 MB</div>',
      "<div>b · 0.0 MB</div>",
    ]);
  });

  it("does without a total", () => {
    const show = showProgress(() => time);
    show({ what: "a", done: 5e6 });
    time = 1000;
    show({ what: "a", done: 6e6 });
    expect(shown.map(({ text }) => text)).to.deep.equal(["a · 5.0 MB", "a · 6.0 MB · 1.0 MB/s"]);
  });

  it("replaces its own line in a terminal, cut to the width, and is not shown in a file", () => {
    Reflect.deleteProperty(globalThis, kernel);
    const written = (isTTY: boolean) => {
      let text = "";
      const write = (more: string) => {
        text += more;
      };
      const show = showProgress(() => time, { isTTY, columns: 21, write });
      show({ what: "Downloading", done: 5e6, total: 9e6 });
      show({ what: "Downloading", done: 9e6, total: 9e6 });
      return text;
    };
    expect(written(true)).to.equal(
      "\x1b[2KDownloading · 5.0 of\n\x1b[A\r\x1b[2KDownloading · 9.0 of\n",
    );
    expect(written(false)).to.equal("");
  });
});
