import type { Language } from "../../kernel/languages.ts";
import { Kernel } from "./client.ts";

const started = new Map<Language, Promise<Kernel>>();

/** One kernel of a language for all tests of a file that leave it as it is. */
export function sharedKernel(language: Language = "typescript"): Promise<Kernel> {
  const kernel = started.get(language) ?? Kernel.start(language);
  started.set(language, kernel);
  return kernel;
}

/** Mocha runs this once a worker and file (in one process: at the end). */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    const kernels = await Promise.allSettled(started.values()); // one may not have started
    started.clear();
    for (const kernel of kernels) if (kernel.status === "fulfilled") await kernel.value.end();
  },
};
