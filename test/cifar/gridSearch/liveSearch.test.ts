import { expect } from "chai";
import type { SearchProgress } from "lib/cifar";
import type { MimeBundle } from "lib/display";
import { liveSearch } from "../../../lib/cifar/gridSearch/liveSearch.ts";
import { searchProgress } from "../../../lib/cifar/gridSearch/searchProgress.ts";
import type { Entry } from "../../../lib/cifar/gridSearch/trial.ts";

const KERNEL = Symbol.for("jupyter.kernel");

/** What the cell of a notebook shows of the progress. */
function shown(progress: SearchProgress): MimeBundle {
  const bundles: MimeBundle[] = [];
  Reflect.set(globalThis, KERNEL, {
    display: ({ data }: { data: MimeBundle }) => bundles.push(data),
  });
  try {
    liveSearch()(progress);
  } finally {
    Reflect.deleteProperty(globalThis, KERNEL);
  }
  return bundles[0];
}

const entry = (seed: number, own: Partial<Entry> = {}): Entry => ({
  hyperparameters: { seed },
  settings: { seed },
  ...own,
});
const done = (seed: number, value: number) => {
  const best = { iteration: 50, value };
  const stopped = { iteration: 100, reason: "all iterations done" };
  const history = { trainLoss: [], validationAccuracy: [best], best, stopped, seconds: 3 };
  const update = { iteration: 100, iterations: 100 };
  return entry(seed, { update, outcome: { status: "finished", history, weights: [] } });
};

describe("the progress of a search", () => {
  const entries = [
    done(1, 0.4),
    done(2, 0.45),
    entry(3, { update: { iteration: 25, iterations: 100 } }),
    entry(4),
  ];

  it("tells trials, the best so far and the time left at the pace of this session", () => {
    const progress = searchProgress(entries, { waiting: entries.slice(1), seconds: 10 });
    expect(progress.best?.hyperparameters).to.deep.equal({ seed: 2 });
    // 1.25 trials took 10 s, 1.75 are left
    expect(progress.secondsLeft).to.be.closeTo(14, 1e-9);
    expect(shown(progress)["text/plain"]).to.equal(
      "2 of 4 trials · best 45.0 % (seed 2) · 14 s left",
    );
    expect(shown({ ...progress, secondsLeft: 13.2 })["text/plain"]).to.include(" · 14 s left");
  });

  it("shows a bar of all trials and one of each that runs", () => {
    const html = shown(searchProgress(entries, { waiting: entries, seconds: 10 }))["text/html"];
    expect(html).to.include('<progress max="4" value="2.25"');
    expect(html).to.include('<progress max="100" value="25"');
    expect(html).to.include("seed 3: iteration 25 of 100");
    expect(html).to.not.include("<table>"); // neither workers nor a map
  });

  it("is lines in a log where it is a part, or on other machines, or there is something to know", () => {
    const { isTTY, write } = process.stderr;
    const logged = (known: object) => {
      let text = "";
      process.stderr.isTTY = false;
      process.stderr.write = (more: string | Uint8Array) => {
        text += more;
        return true;
      };
      try {
        const show = liveSearch();
        const progress = searchProgress(entries, { waiting: entries, seconds: 10, ...known });
        show(progress);
        show({ ...progress, secondsLeft: 1 });
      } finally {
        Object.assign(process.stderr, { isTTY, write });
      }
      return text;
    };
    expect(logged({})).to.equal("");
    const best = "2 of 4 trials · best 45.0 % (seed 2)";
    expect(logged({ part: "3/9" })).to.equal(`part 3 of 9 · ${best} · running\n`);
    expect(logged({ state: { workers: [], notice: "no worker is there" } })).to.equal(
      `${best} · running · no worker is there\n`,
    );
    const workers = [{ name: "a", host: "lab1" }];
    expect(logged({ state: { workers } })).to.equal(`${best} · 1 worker on lab1 · running\n`);
    expect(logged({ part: "3/9", stopped: "all trials done" })).to.equal(
      `part 3 of 9 · ${best} · all trials done\n`,
    );
  });

  it("says that it starts while little is known of the time, and in the end why it ended", () => {
    const update = { iteration: 1, iterations: 100 };
    for (const [entries, seconds] of [
      [[entry(1)], 0],
      [[entry(1)], 10],
      [[entry(1, { update })], 0.9],
    ] as const) {
      const start = searchProgress(entries, { waiting: entries, seconds });
      expect(shown(start)["text/plain"]).to.equal("0 of 1 trials · starting");
    }
    const second = searchProgress([entry(1, { update })], {
      waiting: [entry(1, { update })],
      seconds: 1,
    });
    expect(second.secondsLeft).to.be.closeTo(99, 1e-9);
    const all = [done(1, 0.5)];
    const end = searchProgress(all, { waiting: all, seconds: 1, stopped: "interrupted" });
    expect(shown(end)["text/plain"]).to.match(/^1 of 1 trials .* interrupted$/);
  });

  it("expects trials to stop as early as those that have finished", () => {
    const early = (seed: number, iteration: number): Entry => {
      const whole = done(seed, 0.4);
      if (whole.outcome?.status !== "finished") return whole;
      const stopped = { iteration, reason: "no new best validation accuracy in 10 measurements" };
      const history = { ...whole.outcome.history, stopped };
      const update = { iteration, iterations: 100 };
      return { ...whole, update, outcome: { ...whole.outcome, history } };
    };
    const at = (iteration: number) => entry(3, { update: { iteration, iterations: 100 } });
    const left = (...entries: Entry[]) =>
      searchProgress(entries, { waiting: entries, seconds: 10 }).secondsLeft;
    // half a trial took 10 s; a trial ends at a half
    expect(left(early(1, 40), early(2, 60), entry(4))).to.be.closeTo(5, 1e-9);
    expect(left(early(1, 50), at(25), entry(4))).to.be.closeTo((10 / 0.75) * 0.75, 1e-9);
    expect(left(early(1, 50), at(50))).to.be.closeTo((10 / 1) * 0.5, 1e-9);
    expect(left(early(1, 50), at(75))).to.be.closeTo((10 / 1.25) * 0.25, 1e-9);
  });

  it("expects trials that compute less to take less time", () => {
    const sized = (filters: number, own: Partial<Entry> = {}): Entry => {
      const sizes = { filters, iterations: 100 };
      return { hyperparameters: sizes, settings: sizes, ...own };
    };
    const update = { iteration: 50, iterations: 100 };
    const left = (entries: Entry[]) =>
      searchProgress(entries, { waiting: entries, seconds: 10 }).secondsLeft;
    expect(left([sized(16, { update }), sized(16)])).to.be.closeTo(30, 1e-9);
    expect(left([sized(16, { update }), sized(4)])).to.be.within(10, 29);
    const reason = "the loss is NaN";
    const outcome = { status: "diverged", reason, seconds: 10 } as const;
    expect(left([sized(16, { update, outcome }), sized(16)])).to.be.closeTo(20, 1e-9);
  });
});

describe("the progress of a search on other machines", () => {
  const entries = [
    { ...done(1, 0.4), update: { iteration: 100, iterations: 100, worker: "a" } },
    entry(2, { update: { iteration: 30, iterations: 100, seconds: 10, worker: "a" } }),
    entry(3, { update: { iteration: 20, iterations: 100, seconds: 10, worker: "b" } }),
    entry(4),
  ];
  const state = {
    workers: [
      { name: "a", host: "lab<1>" },
      { name: "b", host: "lab2" },
    ],
    notice: "1 worker has other code",
  };
  const known = { waiting: entries, seconds: 0, state, space: { seed: [1, 2, 3, 4] } };

  it("tells the workers with their trials and speed, whose part it is and what is to know", () => {
    const progress = searchProgress(entries, { ...known, part: "3/9" });
    expect(progress.workers).to.deep.equal([
      { host: "lab<1>", running: 1, ended: 1, speed: 3 },
      { host: "lab2", running: 1, ended: 0, speed: 2 },
    ]);
    const { "text/plain": text, "text/html": html } = shown(progress);
    expect(text).to.equal(
      "part 3 of 9 · 1 of 4 trials · best 40.0 % (seed 1) · 2 workers on lab<1>, lab2 · starting · " +
        "1 worker has other code",
    );
    expect(html).to.include("<td>lab&lt;1&gt;</td><td>1</td><td>1</td><td>3.0</td>");
  });

  it("names up to four hosts", () => {
    const workers = [1, 2, 3, 4, 5].map((n) => ({ name: `${n}`, host: `lab${n}` }));
    const text = (...all: typeof workers) =>
      shown(searchProgress(entries, { ...known, state: { workers: all } }))["text/plain"];
    expect(text(...workers.slice(1), workers[4])).to.include(
      " · 5 workers on lab2, lab3, lab4, lab5 · ",
    );
    expect(text(...workers)).to.include(" · 5 workers on 5 hosts · ");
  });

  it("has a map of two hyperparameters that fills in, darker where it is better", () => {
    const two = (seed: number, layers: number, value: number) => ({
      ...done(seed, value),
      hyperparameters: { seed, layers },
    });
    const some = [two(1, 1, 0.4), two(1, 2, 0.3)];
    const space = { seed: [1, 2], momentum: [0.9], layers: [1, 2] };
    const progress = searchProgress(some, { ...known, waiting: some, space });
    const html = String(shown(progress)["text/html"]);
    expect(html).to.match(/<th scope="row">1<\/th><td[^>]*0\.60[^>]*>40\.0 %<\/td><td[^>]*0\.10/);
    expect(html).to.include('<th scope="row">2</th><td></td><td></td>');
    expect(progress.soFar.trials).to.have.length(2);
    const one = searchProgress(some, { ...known, waiting: some });
    expect(shown(one)["text/html"]).to.not.include("<caption>");
  });
});
