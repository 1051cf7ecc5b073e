import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { tidyUpAfterInterrupts } from "../../lib/backend/interrupted.ts";

const EVENT = "interrupted";

describe("TensorFlow.js after a cell was cut off", () => {
  let others: NodeJS.ExitListener[];
  before(() => {
    tf.enableProdMode(); // no banner
    others = process.listeners(EVENT as "exit");
  });
  beforeEach(() => process.removeAllListeners(EVENT));
  after(() => {
    process.removeAllListeners(EVENT);
    for (const listener of others) process.on(EVENT, listener);
  });

  it("is in no operation, gradient or scope, and has no tape", () => {
    tidyUpAfterInterrupts();
    const { state } = tf.engine();
    tf.engine().startScope("cut off");
    tf.engine().startScope("in a scope");
    const lost = tf.scalar(1);
    state.kernelDepth = 3;
    state.gradientDepth = 2;
    state.activeTape = [{}] as typeof state.activeTape;
    process.emit(EVENT as "exit", 0);
    expect(state).to.deep.include({
      ...{ kernelDepth: 0, gradientDepth: 0, activeTape: [], scopeStack: [] },
    });
    expect(lost.isDisposed).to.equal(true);
    const slope = tf.tidy(
      () =>
        tf
          .grad((x) => x.mul(x))(tf.scalar(3))
          .dataSync()[0],
    );
    expect(slope).to.equal(6);
  });

  it("is tidied up once, however often a backend is selected", () => {
    tidyUpAfterInterrupts();
    tidyUpAfterInterrupts();
    expect(process.listenerCount(EVENT)).to.equal(1);
  });
});
