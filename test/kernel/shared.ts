import { Kernel } from "./client.ts";

let started: Promise<Kernel> | undefined;

/** One kernel for all tests of a file that leave it as it is. */
export function sharedKernel(): Promise<Kernel> {
  started ??= Kernel.start();
  return started;
}

/** Mocha runs this once a worker and file (in one process: at the end). */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    const kernel = await started?.catch(() => undefined); // it may not have started
    started = undefined;
    await kernel?.end();
  },
};
