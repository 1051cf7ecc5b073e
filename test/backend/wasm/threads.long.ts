import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { sharedKernel } from "../../kernel/shared.ts";

describe("the threads of WebAssembly", () => {
  it("go on in a notebook after its stop button ended a long call", async () => {
    const kernel = await sharedKernel();
    await kernel.run(`
      import * as tf from "@tensorflow/tfjs";
      import { selectBackend } from "lib/backend";
      await selectBackend({ backend: "wasm", threads: 2 });
      const filters = tf.ones([5, 5, 16, 32]) as tf.Tensor4D;
      const convolve = (count: number) =>
        tf.tidy(() => tf.conv2d(tf.ones([count, 24, 24, 16]) as tf.Tensor4D, filters, 1, "valid").mean().dataSync()[0]);`);
    const started = kernel.message("stream");
    const cell = kernel.run('console.log("started"); [1].map(() => convolve(20000))');
    await started;
    await sleep(300);
    await kernel.press("interrupt");
    expect((await cell).error).to.equal("KeyboardInterrupt: interrupted");
    expect((await kernel.run("convolve(3)")).result).to.equal("400");
    const slope = "tf.grad((x) => x.mul(x))(tf.scalar(3)).dataSync()[0]";
    expect((await kernel.run(slope)).result).to.equal("6");
  });
});
