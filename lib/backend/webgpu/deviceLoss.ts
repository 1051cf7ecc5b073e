import * as tf from "@tensorflow/tfjs";
import type { Device } from "../backendName.ts";

let device: Device | undefined;
let lost: Error | undefined;

/** Says when the device is lost, as by a crash of its driver, and remembers it. */
export function watchDevice(started: Device): void {
  device = started;
  lost = undefined;
  started.lost.then(({ reason, message }) => {
    if (device !== started) return;
    lost = new Error(`the GPU was lost (${message || reason}), and with it all tensors`);
    console.error(`WebGPU: ${lost.message}.`);
  });
}

/** @throws Error when the device was lost: what is computed after that is nothing */
export function checkDevice(): void {
  if (lost) throw lost;
}

/** Milliseconds by which the word of a loss may come after the failure of what it has ended. */
const GRACE = 100;

/** The loss of the device, if that is why something has failed just now. */
export async function deviceLoss(): Promise<Error | undefined> {
  if (device && !lost)
    await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, GRACE))]);
  return lost;
}

/** Takes a lost device's backend away, so that another can be started; whether there was one. */
export function removeLostDevice(): boolean {
  if (!lost) return false;
  tf.removeBackend("webgpu");
  device = lost = undefined;
  return true;
}
