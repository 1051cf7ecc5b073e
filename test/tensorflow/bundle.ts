import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const core: string = dirname(
  createRequire(import.meta.url).resolve("@tensorflow/tfjs-core/package.json"),
);

/** What the bundle of TensorFlow.js's own specs offers. */
export interface Specs {
  setTestEnvs(environments: { name: string; backendName: string; isDataSync: boolean }[]): void;
  readonly ENGINE: {
    setBackend(name: string): Promise<boolean>;
    readonly registryFactory: Record<string, { factory: () => object }>;
  };
  /** Declares all specs, in the globals of Jasmine. */
  declare(): void;
}

/** Bundles the specs that come with the package tfjs-core into one file of Node. */
export async function bundleSpecs(file: string): Promise<void> {
  const contents = `
    export { setTestEnvs } from "./dist/jasmine_util.js";
    export { ENGINE } from "./dist/engine.js";
    import "./dist/index.js";
    import "./dist/public/chained_ops/register_all_chained_ops.js";
    import "./dist/register_all_gradients.js";
    export const declare = () => require("./dist/tests.js");`;
  await build({
    stdin: { contents, resolveDir: core },
    outfile: file,
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["node-fetch", "jasmine"],
    ignoreAnnotations: true, // the package says that its specs have no side effects
    logLevel: "error",
  });
}

/** Where the specs are: for messages. */
export const specFolder: string = join(core, "dist");
