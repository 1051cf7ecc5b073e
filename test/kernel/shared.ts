import { Kernel } from "./client.ts";

let started: Promise<Kernel> | undefined;

/** One kernel for all tests that leave it as it is. */
export function sharedKernel(): Promise<Kernel> {
  started ??= Kernel.start();
  return started;
}

after(async () => {
  const kernel = await started?.catch(() => undefined); // it may not have started
  await kernel?.end();
});
