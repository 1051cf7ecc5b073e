import * as tf from "@tensorflow/tfjs";
import type { Device } from "../backendName.ts";

/** The device in use, and its loss. */
interface Watched {
  device?: Device;
  lost?: Error;
}

const KEY: unique symbol = Symbol.for("lib/backend/device");
const holder = globalThis as { [KEY]?: Watched };
/** One for all: a loader of TypeScript may load this module twice. */
const watched: Watched = holder[KEY] ?? {};
holder[KEY] = watched;

/** Says when the device is lost, as by a crash of its driver, and remembers it. */
export function watchDevice(started: Device): void {
  watched.device = started;
  watched.lost = undefined;
  void started.lost.then(({ reason, message }) => {
    if (watched.device !== started) return;
    watched.lost = new Error(`the GPU was lost (${message || reason}), and with it all tensors`);
    console.error(`WebGPU: ${watched.lost.message}.`);
  });
}

/** @throws Error when the device was lost: what is computed after that is nothing */
export function checkDevice(): void {
  if (watched.lost) throw watched.lost;
}

/** Milliseconds by which the word of a loss may come after the failure of what it has ended. */
const GRACE = 100;

/** The loss of the device, if that is why something has failed just now. */
export async function deviceLoss(): Promise<Error | undefined> {
  if (watched.device && !watched.lost) {
    await Promise.race([watched.device.lost, new Promise((resolve) => setTimeout(resolve, GRACE))]);
  }
  return watched.lost;
}

/** Takes a lost device's backend away, so that another can be started; whether there was one. */
export function removeLostDevice(): boolean {
  if (!watched.lost) return false;
  tf.removeBackend("webgpu");
  watched.device = watched.lost = undefined;
  return true;
}
