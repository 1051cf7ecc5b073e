import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { mendBatchNormalization } from "../../lib/backend/batchNormalizationLayer.ts";
import { takeWholeLabels } from "../../lib/backend/floatLabels.ts";

const EVENT = "interrupted";

describe("the start of a backend", () => {
  const start = () => selectBackend({ backend: "wasm", threads: 1, log() {} });

  it("leaves out what TensorFlow.js checks and tells in development", async () => {
    tf.env().set("PROD", false);
    await start();
    expect(tf.env().getBool("PROD")).to.equal(true);
  });

  it("has what is left of a cut-off cell tidied up", async () => {
    const others = process.listeners(EVENT as "exit");
    process.removeAllListeners(EVENT);
    try {
      await start();
      expect(process.listenerCount(EVENT)).to.equal(1);
    } finally {
      process.removeAllListeners(EVENT);
      for (const listener of others) process.on(EVENT, listener);
    }
  });

  it("mends the layers and models of TensorFlow.js once", () => {
    const layer: object = Object.getPrototypeOf(tf.layers.batchNormalization());
    for (const [holder, method, mend] of [
      [layer, "call", mendBatchNormalization],
      [tf.LayersModel.prototype, "standardizeUserDataXY", takeWholeLabels],
    ] as const) {
      const before: unknown = Reflect.get(holder, method);
      try {
        mend();
        const mended: unknown = Reflect.get(holder, method);
        mend();
        expect(Reflect.get(holder, method)).to.equal(mended);
      } finally {
        Reflect.set(holder, method, before);
      }
    }
  });
});
