import { expect } from "chai";
import type { MimeBundle } from "lib/display";
import { liveProgress, PALETTE, type Progress } from "lib/plot";

interface Display {
  data: MimeBundle;
  id?: string;
  update: boolean;
}

const KERNEL = Symbol.for("jupyter.kernel");

/** Runs `use` as in a notebook and returns what its cell shows. */
function inNotebook(use: () => void): Display[] {
  const shown: Display[] = [];
  const display = (
    { data, transient }: { data: MimeBundle; transient?: { display_id: string } },
    update = false,
  ) => void shown.push({ data, id: transient?.display_id, update });
  Reflect.set(globalThis, KERNEL, { display });
  try {
    use();
  } finally {
    Reflect.deleteProperty(globalThis, KERNEL);
  }
  return shown;
}

const at = (iteration: number, stopped?: string): Progress => ({
  iteration,
  iterations: 10,
  loss: 2.3456,
  imagesPerSecond: 4567.8,
  secondsLeft: 1.2,
  trainLoss: [{ iteration, value: 2.3456 }],
  validationAccuracy: [{ iteration, value: 0.421 }],
  stopped,
});

describe("liveProgress", () => {
  it("replaces what it shows in place, twice a second and at the end", () => {
    let time = 0;
    const shown = inNotebook(() => {
      const report = liveProgress(() => time);
      for (let i = 1; i <= 10; i++, time += 100) report(at(i, i === 10 ? "done" : undefined));
    });
    expect(shown.map(({ update }) => update)).to.deep.equal([false, true, true]);
    expect(new Set(shown.map(({ id }) => id)).size).to.equal(1);
  });

  it("draws a bar and both curves, scaled to the whole run", () => {
    const [{ data }] = inNotebook(() => liveProgress()(at(5)));
    expect(data["text/html"]).to.include('<progress max="10" value="5"');
    const lines = [...String(data["text/html"]).matchAll(/points="([\d.]+),/g)];
    expect(lines.map(([, x]) => Number(x))).to.deep.equal([220, 220]);
  });

  it("marks the newest measurement, also where it is the only one", () => {
    const [{ data }] = inNotebook(() => liveProgress()(at(5)));
    const html = String(data["text/html"]);
    expect(html.match(/<circle cx="220.0"/g)).to.have.length(2);
    expect(html.match(/>42 %</g)).to.have.length(1);
  });

  it("draws the mean loss of 20 iterations in blue, and the accuracy in another colour", () => {
    const measured = (...values: number[]) =>
      values.map((value, i) => ({ iteration: i + 1, value }));
    const trainLoss = measured(21, ...Array(20).fill(0));
    const validationAccuracy = measured(0.101, 0.9);
    const [{ data }] = inNotebook(() =>
      liveProgress()({ ...at(5), trainLoss, validationAccuracy }),
    );
    const html = String(data["text/html"]);
    const texts = [...html.matchAll(/text-anchor="end"[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(texts).to.deep.equal([
      ...["0.00", "21.00", "10 iterations"],
      ...["10 %", "90 %", "10 iterations"],
    ]);
    const [, points] = /points="([^"]*)"/.exec(html) ?? [];
    const lowest = points.split(" ").filter((place) => place.endsWith(",155.0"));
    expect(lowest).to.have.length(1); // the last, as the first loss is in its mean no more
    const colours = [...html.matchAll(/<polyline [^>]* stroke="([^"]*)"/g)].map(([, each]) => each);
    expect(colours).to.deep.equal([PALETTE[0], PALETTE[1]]);
  });

  it("writes no numbers beside a curve that has no measurement yet", () => {
    const [{ data }] = inNotebook(() => liveProgress()({ ...at(5), validationAccuracy: [] }));
    const html = String(data["text/html"]);
    expect(html.match(/<svg/g)).to.have.length(2);
    expect(html).not.to.match(/Infinity|NaN|∞/);
  });

  it("tells iteration, loss, accuracy, speed and time left, and in the end why it ended", () => {
    const texts = inNotebook(() => {
      const earlier = [0.1, 0.2].map((value, i) => ({ iteration: i + 1, value }));
      const measured = [...earlier, ...at(3).validationAccuracy];
      liveProgress()({ ...at(3), validationAccuracy: measured });
      liveProgress()(at(10, "all iterations done"));
    }).map(({ data }) => data["text/plain"]);
    expect(texts[0]).to.equal(
      "iteration 3 of 10 · loss 2.346 · validation 42.1 % · 4,568 images/s · 2 s left",
    );
    const [{ data }] = inNotebook(() => liveProgress()({ ...at(3), secondsAtMost: 20.5 }));
    expect(data["text/plain"]).to.match(/images\/s · 2 s left, 21 s with new bests$/);
    expect(texts[1]).to.match(/4,568 images\/s · all iterations done$/);
  });

  it("shows nothing where there is neither notebook nor terminal", () => {
    const { isTTY } = process.stderr;
    process.stderr.isTTY = false;
    try {
      expect(() => liveProgress()(at(1))).to.not.throw();
    } finally {
      process.stderr.isTTY = isTTY;
    }
  });
});
