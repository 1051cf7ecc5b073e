import { expect } from "chai";
import fc from "fast-check";
import { earlyStopping } from "lib/cifar";

const measured = (...values: number[]) =>
  values.map((value, i) => ({ iteration: 50 * (i + 1), value }));

describe("earlyStopping", () => {
  it("waits for the first measurement", () => {
    const expected = { best: undefined, waited: 0, stop: undefined };
    expect(earlyStopping([], { patience: 1 })).to.deep.equal(expected);
  });

  it("stops when so many measurements in a row reached no new maximum, and says why", () => {
    const rule = { patience: 2 };
    expect(earlyStopping(measured(0.2, 0.4, 0.3), rule).stop).to.equal(undefined);
    expect(earlyStopping(measured(0.2, 0.4, 0.3, 0.39), rule)).to.deep.equal({
      best: { iteration: 100, value: 0.4 },
      waited: 2,
      stop: "no new best validation accuracy in 2 measurements",
    });
  });

  it("begins to wait anew at a new maximum, not at a rise below it", () => {
    const rule = { patience: 3 };
    expect(earlyStopping(measured(0.4, 0.2, 0.3, 0.41), rule).waited).to.equal(0);
    expect(earlyStopping(measured(0.4, 0.1, 0.2, 0.3), rule).stop).to.be.a("string");
  });

  it("takes the first of equal maxima; the second is no new one", () => {
    const { best, waited } = earlyStopping(measured(0.4, 0.3, 0.4), { patience: 9 });
    expect({ best, waited }).to.deep.equal({ best: { iteration: 50, value: 0.4 }, waited: 2 });
  });

  it("does not count a gain of at most minDelta, but takes its maximum all the same", () => {
    const rule = { patience: 2, minDelta: 0.125 };
    const { best, stop } = earlyStopping(measured(0.5, 0.5625, 0.625), rule);
    expect(best?.iteration).to.equal(150);
    expect(stop).to.be.a("string");
    expect(earlyStopping(measured(0.5, 0.5625, 0.6875), rule).waited).to.equal(0);
  });

  it("names the absolute maximum and the measurements since then, whatever the curve", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
        const { best, waited } = earlyStopping(measured(...values), { patience: 1 });
        if (values.length === 0) return;
        expect(best?.value).to.equal(Math.max(...values));
        expect(waited).to.equal(values.length - 1 - values.indexOf(Math.max(...values)));
      }),
    );
  });
});
