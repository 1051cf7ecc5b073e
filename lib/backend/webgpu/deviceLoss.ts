import type { Device } from "./startWebGpu.ts";

let lost: Error | undefined;

/** Remembers when the device is lost, as by a crash of its driver. */
export function reportLoss(device: Device): void {
  lost = undefined;
  device.lost.then(({ reason, message }) => {
    if (reason === "destroyed") return; // by the program's own wish
    lost = new Error(
      `the GPU was lost (${message || reason}), and with it all tensors; restart, and train with ` +
        "the same `checkpoint` to go on from the latest one",
    );
    console.error(`WebGPU: ${lost.message}.`);
  });
}

/** @throws Error when the device was lost: what is computed after that is nothing but zeros */
export function checkDevice(): void {
  if (lost) throw lost;
}
