import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type {
  OnLoadArgs,
  OnLoadResult,
  OnResolveArgs,
  OnResolveResult,
  PluginBuild,
} from "esbuild";
import { offered, pageModules } from "../../../publish/live/pageModules.ts";

type Resolve = (args: Partial<OnResolveArgs>) => OnResolveResult | undefined;
type Load = (args: Partial<OnLoadArgs>) => OnLoadResult | Promise<OnLoadResult>;

/** What the bundler is told to do with a path. */
async function bundler(...given: Parameters<typeof pageModules>) {
  const plugin = await pageModules(...given);
  const resolvers: [RegExp, Resolve][] = [];
  const loaders: [RegExp, string | undefined, Load][] = [];
  await plugin.setup({
    onResolve: ({ filter }: { filter: RegExp }, act: Resolve) => resolvers.push([filter, act]),
    onLoad: ({ filter, namespace }: { filter: RegExp; namespace?: string }, act: Load) =>
      loaders.push([filter, namespace, act]),
  } as Partial<PluginBuild> as PluginBuild);
  return {
    resolve: (path: string, importer = "") =>
      resolvers.find(([filter]) => filter.test(path))?.[1]({ path, importer }),
    async load(path: string, namespace?: string) {
      const found = loaders.find(([filter, of]) => of === namespace && filter.test(path));
      return found?.[2]({ path, namespace });
    },
  };
}

const CELLS = [
  [{ name: "lib/ops", members: ["variable", "tensor"] }, { name: "lib/knn" }],
  [{ name: "lib/ops", members: ["tensor"] }],
];

describe("the modules of pages", () => {
  let asked: Awaited<ReturnType<typeof bundler>>;
  before(async () => {
    asked = await bundler(["d3", "lib/data/kept"], CELLS);
  });
  const contents = async (path: string, namespace?: string) =>
    String((await asked.load(path, namespace))?.contents);

  it("are the library's parts that browsers have, TensorFlow.js, and what is imported", async () => {
    const all = await offered(["d3", "lib/redis", "lib/ops"]);
    expect(all).to.include.members(["lib/ops", "lib/cifar", "@tensorflow/tfjs", "d3"]);
    for (const none of ["lib/redis", "lib/ops/solutions", "lib/data/kept"]) {
      expect(all).not.to.include(none);
    }
    expect(new Set(all).size).to.equal(all.length);
  });

  it("have a loader each, and one of each export of the library's parts", async () => {
    expect(asked.resolve("live:modules")).to.deep.equal({
      path: "live:modules",
      namespace: "live",
    });
    const text = await contents("live:modules", "live");
    expect(text).to.match(/^export const loaders = \{ "lib\/backend": \{ selectBackend: /);
    const loader = (file: string, part: string) =>
      `() => import("${file}").then((loaded) => loaded["${part}"])`;
    expect(text).to.include(`tensor: ${loader("live:0-1", "lib/ops")}`);
    expect(text).to.include(`variable: ${loader("live:0", "lib/ops")}`);
    expect(text).to.include(`zeros: ${loader("live:lib/ops", "lib/ops")}`);
    expect(text).to.include(`"d3": ${loader("live:d3", "d3")}`);
    expect(text).to.include(
      `"@tensorflow/tfjs": ${loader("live:@tensorflow/tfjs", "@tensorflow/tfjs")}`,
    );
    const whole = "lib/data/kept"; // a comment, too, is more than exports of other files
    expect(text).to.include(`"${whole}": ${loader(`live:${whole}`, whole)}`);
  });

  it("lie together where the same cells import them", async () => {
    expect(await contents("live:d3", "live")).to.equal('export * as "d3" from "d3";');
    const both = await contents("live:0-1", "live");
    expect(both).to.match(
      /^import \{ tensor as member0 \} from ".*tensor\.js";\nconst part0 = \{ tensor: member0 \};\nexport \{ part0 as "lib\/ops" \};$/,
    );
    const rest = await contents("live:lib/ops", "live");
    expect(rest)
      .to.include(" zeros: member")
      .and.not.match(/\btensor: |\bvariable: /);
    expect((await asked.load("live:d3", "live"))?.resolveDir).to.match(
      /[\\/]publish[\\/]live[\\/]$/,
    );
  });

  it("of several parts that the same cells import are one file", async () => {
    const one = await bundler(
      [],
      [
        [
          { name: "lib/ops", members: ["tensor"] },
          { name: "lib/data", members: ["seededRandom"] },
        ],
      ],
    );
    const text = String((await one.load("live:0", "live"))?.contents);
    expect(text.match(/^const part\d = .*$/gm)).to.deep.equal([
      "const part0 = { seededRandom: member0 };",
      "const part1 = { tensor: member1 };",
    ]);
  });

  it("leave out what pages cannot use", async () => {
    for (const path of ["@tensorflow/tfjs-backend-webgl", "nodeplotlib", "@nestjs/core"]) {
      expect(asked.resolve(path)).to.deep.equal({ path, namespace: "none" });
    }
    expect(await contents("nodeplotlib", "none")).to.equal("module.exports = {}");
    for (const path of ["fs", "node:path", "node:fs/promises", "zlib", "util"]) {
      expect(asked.resolve(path, "/x/node_modules/a/a.js")).to.deep.equal({
        path,
        namespace: "none",
      });
      expect(asked.resolve(path, "/x/lib/dist/a.js"), path).to.equal(undefined);
    }
    for (const path of ["fs-extra", "./fs", "node:test", "d3"]) {
      expect(asked.resolve(path, "/x/node_modules/a/a.js"), path).to.equal(undefined);
    }
  });

  it("refuse what the notebooks never use of TensorFlow.js, in words", async () => {
    for (const [path, name, version] of [
      ["@tensorflow/tfjs-converter", "loadGraphModel", "version_converter"],
      ["@tensorflow/tfjs-data", "csv", "version_data"],
    ]) {
      expect(asked.resolve(path)).to.deep.equal({ path, namespace: "refused" });
      const text = await contents(path, "refused");
      expect(text).to.include(`export const ${version} = "left out";`);
      expect(text).to.include(
        `export function ${name}() { throw new Error("${name} of TensorFlow.js is not in pages: download the notebook and run it in Jupyter."); }`,
      );
    }
  });

  it("have no storage of a window, and load threads where they are started", async () => {
    for (const path of ["./local_storage", "../io/browser_files", "./io/browser_files"]) {
      expect(asked.resolve(path)).to.deep.equal({ path, namespace: "window", sideEffects: false });
    }
    const text = await contents("./local_storage", "window");
    expect(text).to.match(/export function browserFiles\(\) \{ throw /);
    expect(text).to.include("class BrowserLocalStorageManager { constructor() { throw ");
    const threads = "../wasm-out/tfjs-backend-wasm-threaded-simd.js";
    for (const path of [threads, threads.replace(".js", ".worker.js")]) {
      expect(asked.resolve(path)).to.deep.equal({ path, namespace: "threaded" });
    }
    expect(await contents(threads, "threaded")).to.match(
      /^export const wasmWorkerContents = "";\nexport default async .*await import\(".*threaded-simd\.js"\)/,
    );
  });

  it("import the files of the library's parts, not all of them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "page"));
    try {
      const file = join(folder, "script.ts");
      await writeFile(
        file,
        'import { tensor, type Shape } from "lib/ops";\nimport { x } from "./x.ts";\nexport const y = 1;\n',
      );
      const load = async (path: string) => (await bundler([])).load(path.replaceAll("\\", "/"));
      expect(await load(file)).to.equal(undefined);
      await mkdir(join(folder, "page", "later"), { recursive: true });
      const later = join(folder, "page", "later", "script.ts");
      await writeFile(
        later,
        'import { Tensor, tensor } from "lib/ops";\nimport { x } from "./x.ts";\nexport const y = 1;\n',
      );
      const found = await load(later);
      expect(found?.loader).to.equal("ts");
      expect(found?.contents).to.match(
        /^import \{ tensor \} from ".*tensor\.js";\nimport \{ x \} from "\.\/x\.ts";\nexport const y = 1;\n$/,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("keep the names of classes, and bring TensorFlow.js with WebGPU", async () => {
    const folder = await mkdtemp(join(tmpdir(), "page"));
    try {
      await mkdir(join(folder, "lib", "dist"), { recursive: true });
      const file = join(folder, "lib", "dist", "a.js");
      const built = async (text: string) => {
        await writeFile(file, text);
        return contents(file);
      };
      expect(await built("export class A {}\n")).to.include('__name(this, "A")');
      expect(await built("export const a = () => 1;\n")).to.equal("export const a = () => 1;\n");
      const webgpu = join(folder, "tfjs-backend-webgpu", "dist");
      await mkdir(webgpu, { recursive: true });
      await writeFile(join(webgpu, "index.js"), "x;");
      expect(await contents(join(webgpu, "index.js"))).to.equal('import "@tensorflow/tfjs";\nx;');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
