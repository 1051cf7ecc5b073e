import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

describe("the kernel, answering requests", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    await kernel.run(
      "const earlier = { kernelSize: 5 }; /** Adds. */ function add(a: number) { return a }",
    );
  });

  const ask = async (type: string, content: object = {}) =>
    (await kernel.request(type, content)).reply;

  it("says that it speaks TypeScript", async () => {
    const info = await ask("kernel_info");
    expect(info).to.include({ status: "ok", protocol_version: "5.3" });
    expect(info?.language_info).to.include({ name: "typescript", file_extension: ".ts" });
  });

  it("completes names of earlier cells, and members of packages", async () => {
    const code = "earlier.kern";
    expect(await ask("complete", { code, cursor_pos: code.length })).to.deep.include({
      matches: ["kernelSize"],
      cursor_start: 8,
      cursor_end: 12,
    });
  });

  it("counts positions in code points, as Jupyter does", async () => {
    const code = "'🙂'; earlier.kern";
    const { matches, cursor_start } = { ...(await ask("complete", { code, cursor_pos: 17 })) };
    expect(matches).to.deep.equal(["kernelSize"]);
    expect(cursor_start).to.equal(13);
  });

  /** What is offered at the mark, and the code with the first of it put there. */
  const completeAt = async (marked: string) => {
    const [before, after] = marked.split("¦");
    const code = before + after;
    const reply = await ask("complete", { code, cursor_pos: before.length });
    const [start, end] = [Number(reply?.cursor_start), Number(reply?.cursor_end)];
    const matches = Array.isArray(reply?.matches) ? reply.matches : [];
    return { matches, first: code.slice(0, start) + matches[0] + code.slice(end) };
  };

  it("completes the paths of imports: lib's entries, installed packages and Node's modules", async () => {
    const { matches } = await completeAt('import { x } from "lib/¦"');
    const file = new URL("../../lib/package.json", import.meta.url);
    const { exports } = JSON.parse(await readFile(file, "utf8"));
    const entries = Object.keys(exports).map((entry) => entry.slice("./".length));
    expect(matches).to.deep.equal(entries.toSorted());
    for (const [marked, first] of [
      ['import { x } from "lib/da¦"', 'import { x } from "lib/data"'],
      ["import('lib/d¦ata')", "import('lib/data')"],
      ['import { x } from "li¦"', 'import { x } from "lib"'],
      ['import * as tf from "@tensor¦', 'import * as tf from "@tensorflow'],
      ['import * as tf from "@tensorflow/tfj¦"', 'import * as tf from "@tensorflow/tfjs"'],
      ['import { sep } from "node:pat¦"', 'import { sep } from "node:path"'],
    ]) {
      expect((await completeAt(marked)).first).to.equal(first);
    }
  });

  it("offers as modules what the notebook depends on, and local files", async () => {
    const modules = ["theirs", "unasked", "@scope/theirs", "@scope/unasked"];
    const files = {
      "package.json": JSON.stringify({ dependencies: { theirs: "1", "@scope/theirs": "1" } }),
      "beside.ts": "export const x = 1;",
      "parts/within.ts": "export const x = 1;",
      ...Object.fromEntries(modules.map((name) => [`node_modules/${name}/index.js`, ""])),
    };
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(kernel.folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    try {
      for (const marked of ['import { x } from "¦"', "import { x } from '¦", 'import("¦")']) {
        const { matches } = await completeAt(marked);
        expect(matches, marked).include.members(["./beside", "./parts", "theirs", "@scope"]);
        expect(matches).include.members(["lib", "@tensorflow", "fast-png", "node:fs", "fs"]);
        for (const other of ["unasked", "mocha", "parse5", "minizlib", "@biomejs", "@types"]) {
          expect(matches).not.include(other);
        }
      }
      for (const [marked, offered] of [
        ['import { x } from "@scope/¦"', ["theirs"]],
        ['import { x } from "./¦"', ["beside", "package.json", "parts"]],
        ['import { x } from "./b¦"', ["beside"]],
        ['import { x } from "./parts/¦"', ["within"]],
        ['import { x } from "pars¦"', []],
      ] as const) {
        expect((await completeAt(marked)).matches, marked).deep.equal(offered);
      }
    } finally {
      for (const name of ["package.json", "beside.ts", "parts", "node_modules"]) {
        await rm(path.join(kernel.folder, name), { recursive: true });
      }
    }
  });

  it("completes a text of which its type allows some", async () => {
    const code = "const activation: 'relu' | 'relu6' | 'tanh' = 're¦'";
    const { matches, first } = await completeAt(code);
    expect(matches).to.deep.equal(["relu", "relu6"]);
    expect(first).to.equal("const activation: 'relu' | 'relu6' | 'tanh' = 'relu'");
  });

  it("completes while a cell is in a synchronous loop", async () => {
    const cell = kernel.run("for (const end = Date.now() + 800; Date.now() < end; );");
    const reply = await ask("complete", { code: "Math.ab", cursor_pos: 7 });
    expect(reply?.matches).to.deep.equal(["abs"]);
    expect((await cell).error).to.equal(undefined);
  });

  it("tells what a name is", async () => {
    const reply = await ask("inspect", { code: "add(1)", cursor_pos: 1, detail_level: 0 });
    expect(reply?.data["text/plain"]).to.contain("function add(a: number): number");
    expect(await ask("inspect", { code: "1 + 1", cursor_pos: 2 })).to.include({ found: false });
  });

  it("knows complete, incomplete and invalid code", async () => {
    const status = async (code: string) => (await ask("is_complete", { code }))?.status;
    expect(await status("const a = 1")).to.equal("complete");
    expect(await status("await 1")).to.equal("complete");
    expect(await status("function f() {")).to.equal("incomplete");
    expect(await status("`open")).to.equal("incomplete");
    expect(await status("const const = 1")).to.equal("invalid");
  });

  it("remembers what was run", async () => {
    const { reply } = await kernel.run("1 + 2");
    const start = Number(reply?.execution_count);
    await kernel.run("1 + 3");
    const inputs = async (content: object) =>
      Array.from(Object((await ask("history", content))?.history), (entry) => Object(entry)[2]);
    expect(await inputs({ hist_access_type: "tail", n: 2 })).to.deep.equal(["1 + 2", "1 + 3"]);
    expect(await inputs({ hist_access_type: "search", pattern: "1 + ?", n: 1 })).to.deep.equal([
      "1 + 3",
    ]);
    expect(
      await inputs({ hist_access_type: "range", session: 0, start, stop: start + 1 }),
    ).to.deep.equal(["1 + 2"]);
  });

  it("answers what misses a field, or is unknown, with an error", async () => {
    for (const [type, content, evalue] of [
      ["execute", {}, "execute_request: code is missing, must be a string"],
      ["execute", { code: 5 }, "execute_request: code is a number, must be a string"],
      ["complete", { code: "a" }, "complete_request: cursor_pos is missing, must be a number"],
      ["inspect", { code: "a", cursor_pos: "1" }, "cursor_pos is a string, must be a number"],
      ["history", { hist_access_type: "search", pattern: "a".repeat(501) }, "at most 500"],
      ["constructor", {}, "constructor_request is unknown to this kernel"],
    ] as const) {
      const reply = await ask(type, content);
      expect(reply?.status, type).to.equal("error");
      expect(reply?.evalue).to.contain(evalue);
    }
    expect((await kernel.run("1")).result).to.equal("1");
  });

  it("tells its ports and what it uses, and that it has no debugger", async () => {
    expect(await ask("connect")).to.include.keys("shell_port", "iopub_port", "hb_port");
    const usage = await ask("usage");
    expect(usage?.kernel_memory).to.be.above(1e6);
    expect(await ask("debug", { type: "request", seq: 3, command: "initialize" })).to.include({
      request_seq: 3,
      success: false,
      command: "initialize",
    });
    expect(await ask("debug")).to.include({ request_seq: 0, success: false, command: "" });
  });

  it("searches its history by patterns of many stars at once", async () => {
    await kernel.run(`"${"a".repeat(3000)}"; 1`);
    const search = { hist_access_type: "search", n: 1 };
    const entries = async (pattern: string) =>
      Object((await ask("history", { ...search, pattern }))?.history).length;
    expect(await entries("*a*a*a*a*a*a*a*a*a*a*a*a*b")).to.equal(0);
    expect(await entries("*a*a*a*a*a*a*a?; ?")).to.equal(1);
  });

  it("evaluates the expressions that come with a cell", async () => {
    const user_expressions = { sum: "added + 1", bad: "added.x", thrown: "JSON.parse('')" };
    const { reply } = await kernel.run("const added = 41", { user_expressions });
    const outcome = Object(reply?.user_expressions);
    expect(outcome.sum).to.deep.equal({ status: "ok", data: { "text/plain": "42" }, metadata: {} });
    expect(outcome.bad).to.include({ status: "error", ename: "TypeScriptError" });
    expect(outcome.thrown).to.include({ status: "error", ename: "SyntaxError" });
    expect((await kernel.run("added")).result).to.equal("41");
  });

  it("has no comms: it closes what a client opens, and ignores what else it does not know", async () => {
    const closed = kernel.message("comm_close");
    kernel.send("shell", "comm_open", { comm_id: "1", target_name: "x", data: {} });
    await closed;
    kernel.send("shell", "comm_msg", { comm_id: "1", data: {} });
    expect(await ask("comm_info", { target_name: "x" })).to.deep.equal({ status: "ok", comms: {} });
  });
});
