import * as tf from "@tensorflow/tfjs";
import { breathe } from "#breathe";
import { checkDevice } from "../../backend/webgpu/deviceLoss.ts";
import type { History } from "./history.ts";

/** Puts losses into a history as they become known. */
export interface LossReader {
  /**
   * Takes the loss of the next step and disposes of it. Yields to the event loop, so that an
   * interrupt is heard.
   *
   * @throws Error when the GPU was lost
   */
  add(loss: tf.Scalar): Promise<void>;
  /** Ends when the history has all losses. */
  all(): Promise<void>;
}

/**
 * Reads losses `every` at a time. With 1 each is read before the next step; with more, steps go
 * on while the device computes and the losses before them are on their way, at most
 * 2·`every` − 1 of them.
 */
export function lossReader({ trainLoss }: History, every: number): LossReader {
  const computed: tf.Scalar[] = [];
  let reading = Promise.resolve();
  const read = async () => {
    const losses = tf.tidy(() => tf.stack(computed));
    tf.dispose(computed.splice(0));
    try {
      for (const value of await losses.data()) {
        trainLoss.push({ iteration: trainLoss.length + 1, value });
      }
    } catch (error) {
      checkDevice(); // its loss says more than what cannot be read
      throw error;
    } finally {
      losses.dispose();
    }
  };
  const all = async () => {
    await reading;
    if (computed.length > 0) await read();
  };
  return {
    async add(loss) {
      computed.push(loss);
      if (every === 1) {
        await read();
      } else if (computed.length === every) {
        await reading;
        reading = read();
        reading.catch(() => {}); // thrown where it is waited for
      }
      await breathe();
      checkDevice();
    },
    all,
  };
}
