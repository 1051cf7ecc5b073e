import { expect } from "chai";
import type { Kernel } from "../client.ts";
import { sharedKernel } from "../shared.ts";
import { completeness } from "./completeness.ts";
import { completion } from "./completion.ts";
import { converter } from "./converter.ts";
import { deno } from "./deno.ts";
import { executor } from "./executor.ts";
import { inspection } from "./inspection.ts";
import { tryRows } from "./tryRows.ts";

/** A cell without the mark of its cursor, and the cursor's place. */
function atCursor(cell: string): { code: string; cursor_pos: number } {
  return { code: cell.replace("‸", ""), cursor_pos: cell.indexOf("‸") };
}

describe("the kernel, asked what tslab's specs ask", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    await kernel.run("let oldval = 1;");
  });

  for (const [title, cell, offered, replaced] of completion) {
    it(`completes: ${title}`, async () => {
      const request = atCursor(cell);
      const { reply } = await kernel.request("complete", request);
      const matches = reply?.matches as string[];
      const open = offered.indexOf("…");
      const start = open < 0 ? matches : matches.slice(0, open);
      expect(start).to.deep.equal(open < 0 ? offered : offered.slice(0, open));
      expect(matches).to.include.members(offered.filter((name) => name !== "…"));
      const span = [reply?.cursor_start, reply?.cursor_end] as [number, number];
      expect(request.code.slice(...span)).to.equal(replaced);
    });
  }

  for (const [title, cell, said] of inspection) {
    it(`inspects: ${title}`, async () => {
      const { reply } = await kernel.request("inspect", atCursor(cell));
      const { "text/plain": text } = reply?.data ?? {};
      if (said instanceof RegExp) expect(text).to.match(said);
      else expect(text).to.equal(said);
    });
  }

  for (const [cell, status, indent] of completeness) {
    it(`finds ${JSON.stringify(cell)} ${status}`, async () => {
      const { reply } = await kernel.request("is_complete", { code: cell });
      expect({ status: reply?.status, indent: reply?.indent }).to.deep.equal({ status, indent });
    });
  }
});

// Deno's tests of shutdown and restart are those of processes.long.ts, of the heartbeat Jupyter's own.
describe("the kernel, asked what Deno's tests ask of its messages", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
  });

  it("says what language it speaks", async () => {
    const { reply } = await kernel.request("kernel_info");
    expect(reply?.status).to.equal("ok");
    expect(reply?.language_info).to.include({ name: "typescript", file_extension: ".ts" });
  });

  it("does not count a cell that is not to be stored", async () => {
    const { reply: stored } = await kernel.run("0");
    const { reply } = await kernel.run("console.log('asdf')", { store_history: false });
    expect(reply).to.include({ status: "ok", execution_count: stored?.execution_count });
  });

  it("asks the user for what `prompt` wants", async () => {
    const asked = kernel.message("input_request");
    const cell = kernel.run("prompt('name?')", { allow_stdin: true });
    kernel.answer(await asked, "deno");
    expect((await cell).result).to.equal("'deno'");
  });

  it("answers an interrupt while nothing runs, and while a cell does not end", async () => {
    await kernel.press("interrupt");
    const started = kernel.message("execute_input");
    const endless = kernel.run("while (true) {}");
    await started;
    await kernel.press("interrupt");
    expect((await endless).reply?.status).to.equal("error");
    expect((await kernel.run("42")).result).to.equal("42");
  });
});

tryRows("the kernel, running what Deno's tests run", deno);
tryRows("the kernel, running what tslab's executor runs", executor);
tryRows("the kernel, running what tslab's converter takes", converter);
