import { Kernel } from "./client.ts";

let started: Promise<Kernel> | undefined;

/** One kernel for all tests that leave it as it is. */
export function sharedKernel(test: Mocha.Context): Promise<Kernel> {
  started ??= Kernel.start(test);
  return started;
}

after(async () => {
  const kernel = await started?.catch(() => undefined); // skipped, or not started
  await kernel?.end();
});
