import { expect } from "chai";
import { MiniProject } from "./miniProject.ts";

/** The library of a project, as far as the doctor looks at it: it stands in for the real one. */
interface StandIn {
  /** What its `selectBackend` does. */
  readonly selectBackend: string;
  /** What its `probeBackend` gives of each backend, or the reason why it does not train. */
  readonly trains: Readonly<Record<string, string | object>>;
  /** What its `locateCifar10` gives. */
  readonly data: { readonly found: boolean; readonly description: string };
}

async function addLibrary(project: MiniProject, { selectBackend, trains, data }: StandIn) {
  const exports = { "./backend": "./backend.js", "./data": "./data.js" };
  await project.depend("lib", {
    "backend.js": `export async function selectBackend() { ${selectBackend} }`,
    "data.js": `export const locateCifar10 = async () => (${JSON.stringify(data)});`,
  });
  const manifest = JSON.stringify({ name: "lib", version: "1.0.0", type: "module", exports });
  await project.write("tools/lib/package.json", manifest);
  await project.write("lib/package.json", JSON.stringify({ type: "module", exports }));
  const probe = `
    export async function probeBackend(name, seconds) {
      const found = ${JSON.stringify(trains)}[name];
      if (typeof found === "string" || seconds !== 1) throw new Error(found);
      return found;
    }`;
  await project.write("lib/dist/backend/probe.js", probe);
}

describe("npm run doctor", () => {
  let project: MiniProject;
  beforeEach(async () => {
    project = await MiniProject.make();
  });
  afterEach(() => project.remove());

  /** What the doctor says of each part, and whether that is well. */
  const diagnosis = async () => {
    const { code, output } = await project.run("doctor");
    const lines = output.trimEnd().split("\n");
    const rows = lines.slice(0, -2).map((line) => {
      const [, name, state, text] = /^(.{9}) {2}(.{5}) {2}(.*)$/.exec(line) ?? [];
      return [name?.trimEnd(), [state?.trimEnd(), text]] as const;
    });
    return { code, rows: Object.fromEntries(rows), end: lines.at(-1) };
  };

  it("names what to do in a project that is not set up, and ends with 1", async () => {
    const { code, rows, end } = await diagnosis();
    expect(code).to.equal(1);
    expect(end).to.equal("The notebooks cannot run yet.");
    expect(rows.Node).to.deep.equal(["ok", `${process.versions.node} (${process.execPath})`]);
    expect(rows.npm[1]).to.match(/^\d+\.\d+\.\d+$/);
    expect(rows.Python).to.deep.equal(["ok", `3.11.7 (${project.bin}/python3)`]);
    const setUp = "Run `npm run setup`.";
    const missing = `${project.path("node_modules")} is not what the project asks for now`;
    expect(rows.files).to.deep.equal(["to do", `${missing}, and 3 more. ${setUp}`]);
    expect(rows.compiler).to.deep.equal([
      "to do",
      `The TypeScript compiler does not start. ${setUp}`,
    ]);
    for (const row of ["Jupyter", "kernel"]) {
      const text = "JupyterLab is not installed yet: run `npm run setup`.";
      expect(rows[row], row).to.deep.equal(["to do", text]);
    }
    expect(rows.lib).to.deep.equal(["ok", ""]); // it has no entries here
    for (const row of ["tfjs", "webgpu", "tfjs-node", "wasm", "data"]) {
      expect(rows[row][0], row).to.equal("to do");
      expect(rows[row][1]).to.match(/^lib does not load: Cannot find .*\. Run `npm run setup`\.$/);
    }
  });

  it("says what a project that is set up has, and what comes by itself", async () => {
    await project.python("python3", "3.11.7", {
      importJupyter: "echo a warning; echo 4.6.6",
      runCell: "echo a warning; echo runs cells",
    });
    await addLibrary(project, {
      selectBackend:
        'console.log("a warning"); return { name: "wasm", device: "SIMD", reason: "" };',
      trains: {
        webgpu: "there is no GPU",
        "tfjs-node": { device: "TensorFlow", imagesPerSecond: 2345.4 },
        wasm: { device: "WebAssembly", imagesPerSecond: 1234.6 },
      },
      data: { found: false, description: "it will be downloaded" },
    });
    await project.run("setup");
    const { code, rows, end } = await diagnosis();
    expect(code).to.equal(0);
    expect(end).to.equal("`npm start` opens them.");
    expect(rows).to.deep.include({
      files: ["ok", "as they were installed and built"],
      Jupyter: ["ok", `JupyterLab 4.6.6 (${project.path(".venv/bin/python")})`],
      kernel: ["ok", "TypeScript: runs cells"],
      lib: ["ok", "lib/backend, lib/data"],
      tfjs: ["ok", "wasm (SIMD)"],
      webgpu: ["later", "not used: there is no GPU"],
      "tfjs-node": ["ok", "TensorFlow: trains 2345 images/s"],
      wasm: ["ok", "WebAssembly: trains 1235 images/s"],
      data: ["later", "it will be downloaded"],
    });
  });

  it("says what fails where all files are there", async () => {
    const fails = 'echo "a line before"; echo "the last line"; exit 1';
    const unmetPins = 'echo "plotly 7.1.0 (there: 6.0.0)"';
    await project.python("python3", "3.11.7", { unmetPins, runCell: fails });
    await addLibrary(project, {
      selectBackend: 'console.log("a line before"); throw new Error("there is no backend")',
      trains: { webgpu: "a", "tfjs-node": "b", wasm: "its memory is full" },
      data: { found: true, description: "it is there" },
    });
    await project.run("setup");
    const { code, rows } = await diagnosis();
    expect(code).to.equal(1);
    const anew = "Run `npm run setup -- --fresh`.";
    expect(rows).to.deep.include({
      Jupyter: ["to do", `Not as requirements.txt asks: plotly 7.1.0 (there: 6.0.0). ${anew}`],
      kernel: ["to do", `The kernel ran no cell: the last line. ${anew}`],
      tfjs: ["to do", "there is no backend"],
      webgpu: ["later", "not used: a"],
      wasm: ["to do", "wasm does not train: its memory is full."],
      data: ["ok", "it is there"],
    });

    await project.python("../.venv/bin/python", "3.11.7", { importJupyter: fails });
    const damaged = (await diagnosis()).rows;
    const setUp = "Run `npm run setup`.";
    expect(damaged.Jupyter).to.deep.equal([
      "to do",
      `JupyterLab does not load: the last line. ${setUp}`,
    ]);
    expect(damaged.files[1]).to.match(
      /^\.venv\/bin\/python has \d+ bytes instead of \d+\. Run `npm run setup`\.$/,
    );
  });
});
