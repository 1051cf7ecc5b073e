import { expect } from "chai";
import fc from "fast-check";
import { checkJob } from "../../lib/redis/checkJob.ts";
import { KEPT, trialId } from "../../lib/redis/keys.ts";
import { packOutcome, unpackOutcome } from "../../lib/redis/outcomes.ts";

const sum = "0123456789abcdef".repeat(4);
const job = {
  settings: { seed: 1, filters: [8, 16] },
  data: { train: sum, validation: sum },
  backend: "wasm",
} as const;

describe("a job that came over the network", () => {
  it("is taken where it is made of what a trial takes", () => {
    for (const backend of ["wasm", "tfjs-node"]) {
      expect(checkJob(structuredClone({ ...job, backend }))).to.deep.equal({ ...job, backend });
    }
  });

  it("is refused where it is anything else, and never run", () => {
    const settings = (own: object) => ({ ...job, settings: own });
    for (const [wrong, said] of [
      [undefined, "has no hyperparameters"],
      [{ ...job, settings: "x" }, "has no hyperparameters"],
      [settings({ code: "process.exit()" }), '"code" is not a hyperparameter'],
      [settings({ checkpoint: "/etc" }), '"checkpoint" is not a hyperparameter'],
      [settings(JSON.parse('{"__proto__": {"seed": 1}}')), '"__proto__" is not a hyperparameter'],
      [settings({ seed: { toString: "1" } }), "a value is a finite number"],
      [{ ...job, backend: "../../x.js" }, "backend is ../../x.js"],
      [{ ...job, data: { train: "../../etc", validation: sum } }, "it takes a fingerprint"],
      [{ ...job, data: null }, "it takes a fingerprint"],
    ] as const) {
      expect(() => checkJob(wrong), JSON.stringify(wrong)).to.throw(said);
    }
  });

  it("has the same name in any order of its hyperparameters, and another where one differs", () => {
    const { settings, ...rest } = job;
    const turned = { filters: settings.filters, seed: settings.seed };
    expect(trialId({ ...rest, settings: turned }, "v1")).to.equal(trialId(job, "v1"));
    const names = [
      trialId(job, "v1"),
      trialId(job, "v2"),
      trialId({ ...rest, settings: { ...settings, seed: 2 } }, "v1"),
      trialId({ ...job, data: { ...job.data, train: sum.toUpperCase() } }, "v1"),
      trialId({ ...job, backend: "tfjs-node" }, "v1"),
    ];
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^t[0-9a-f]{24}$/);
  });

  it("is kept with its outcome for a week, and each sign of life for seconds", () => {
    const [hour, week] = [3600, 604_800];
    expect(KEPT).to.deep.equal({ outcome: week, stop: hour, data: hour, search: 30, worker: 8 });
  });
});

describe("an outcome that came over the network", () => {
  const best = { iteration: 2, value: 0.5 };
  const stopped = { iteration: 2, reason: "all iterations done" };
  const history = { trainLoss: [], validationAccuracy: [best], seconds: 1, best, stopped };

  it("is the one that was sent, to the last bit, or is none", () => {
    fc.assert(
      fc.property(
        fc.float32Array(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (weights, at, by) => {
          const outcome = { status: "finished", history, weights: [weights] } as const;
          const bytes = Buffer.from(packOutcome({ outcome, machine: "here" }));
          const sent = unpackOutcome(bytes.toString());
          const [found] = sent?.outcome.status === "finished" ? sent.outcome.weights : [];
          expect(Buffer.from(found.buffer)).to.deep.equal(Buffer.from(weights.buffer));
          bytes[at % bytes.length] ^= by;
          expect(unpackOutcome(bytes.toString())).to.equal(undefined);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });
});
