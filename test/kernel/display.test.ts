import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

describe("the kernel, showing things", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    await kernel.run(`
      interface Host { display(content: object, update?: boolean): void; show(value: unknown): void }
      const host = Reflect.get(globalThis, Symbol.for("jupyter.kernel")) as Host`);
  });

  it("puts a bundle of several MIME types into one display and updates it in place", async () => {
    const answer = await kernel.run(`
      const show = (text: string, update: boolean) => host.display({
        data: { "text/html": "<b>" + text + "</b>", "text/plain": text },
        metadata: {},
        transient: { display_id: "progress" },
      }, update);
      show("one", false); show("two", true)`);
    const content = (text: string) => ({
      data: { "text/html": `<b>${text}</b>`, "text/plain": text },
      metadata: {},
      transient: { display_id: "progress" },
    });
    expect(answer.all("display_data")).to.deep.equal([content("one")]);
    expect(answer.all("update_display_data")).to.deep.equal([content("two")]);
  });

  it("shows a last value by its Jupyter.display method", async () => {
    const answer = await kernel.run(`({
      [Symbol.for("Jupyter.display")]() { return { "text/markdown": "*hi*", "text/plain": "hi" } },
    })`);
    const [{ data }] = answer.all("execute_result");
    expect(data).to.deep.equal({ "text/markdown": "*hi*", "text/plain": "hi" });
  });

  it("shows a figure as Plotly's JSON and as a line of text", async () => {
    const answer = await kernel.run(`({
      data: [{ type: "scatter", name: "loss", y: new Float32Array([2, 1.5]) }],
      layout: { title: { text: "Training" } },
    })`);
    const [{ data }] = answer.all("execute_result");
    expect(data).to.deep.equal({
      "application/vnd.plotly.v1+json": {
        data: [{ type: "scatter", name: "loss", y: [2, 1.5] }],
        layout: { title: { text: "Training" } },
      },
      "text/plain": 'Figure "Training": scatter loss (2)',
    });
  });

  it("shows a library's value as it would show itself", async () => {
    const answer = await kernel.run("host.show({ data: [], layout: { title: 'Empty' } }); 1");
    expect(answer.all("display_data")[0].data["text/plain"]).to.equal('Figure "Empty": ');
  });

  it("shows tensors and arrays readably", async () => {
    await kernel.run("import * as tf from '@tensorflow/tfjs'; tf.enableProdMode()");
    const tensor = await kernel.run("const t = tf.tensor([[1, 2], [3, 4]]); t");
    expect(tensor.result).to.contain("Tensor [2,2] float32").and.to.contain("[3, 4]");
    const disposed = await kernel.run("t.dispose(); t");
    expect(disposed.result).to.contain("its values are gone");
    const array = await kernel.run("new Float64Array([1, 0.5])");
    expect(array.result).to.contain("Float64Array [2]").and.to.contain("[1.0, 0.5]");
  });

  it("reports the error of a value that cannot be shown", async () => {
    const answer = await kernel.run(`({
      [Symbol.for("Jupyter.display")](): object { throw new Error("not drawn") },
    })`);
    expect(answer.error).to.equal("Error: not drawn");
  });

  describe("a tensor of a library, whose values come later", () => {
    before(() =>
      kernel.run(`
        const read = async (fails: boolean) => {
          await new Promise((resolve) => setTimeout(resolve, 100));
          if (fails) throw new Error("the device is lost");
          return [1, 2];
        };
        const late = (fails = false) => ({
          dataId: {}, shape: [2], dtype: "float32", isDisposed: false, data: () => read(fails),
        })`),
    );

    it("is shown before the cell ends", async () => {
      const { published } = await kernel.run("host.show(late()); 3");
      const shown = published.map(({ type, content }) => content.data?.["text/plain"] ?? type);
      expect(shown[2]).to.contain("Tensor [2] float32").and.to.contain("[1, 2]");
      expect(shown[3]).to.equal("3");
    });

    it("fails the cell that shows it if it cannot be read, and no other", async () => {
      const answer = await kernel.run("host.show(late(true)); await read(false); 3");
      expect(answer.error).to.match(
        /^Error: Tensor \[2\] float32 cannot be shown, .* device is lost/,
      );
      expect(answer.result).to.equal(undefined);
      expect(answer.text("stderr")).to.equal("");
      expect((await kernel.run("host.show(late(true)); throw new Error('own')")).error).to.equal(
        "Error: own",
      );
      expect((await kernel.run("await read(false); 4")).result).to.equal("4");
    });

    it("is reported if a callback shows it after the cell and it cannot be read", async () => {
      const reported = kernel.message("stream");
      const cell = await kernel.run(`
        import { existsSync } from "node:fs";
        const looking = setInterval(() => {
          if (!existsSync("over")) return;
          clearInterval(looking);
          host.show(late(true));
        }, 1);`);
      expect(cell.error).to.equal(undefined);
      await writeFile(path.join(kernel.folder, "over"), "");
      await reported;
      expect((await kernel.run("4")).result).to.equal("4");
    });
  });

  it("offers tslab's display functions", async () => {
    const answer = await kernel.run(`
      import * as tslab from "tslab";
      tslab.display.html("<i>x</i>");
      tslab.display.png(new Uint8Array([1, 2, 3]));
      const box = tslab.newDisplay();
      box.text("first");
      box.text("second")`);
    const [html, png, first] = answer.all("display_data");
    expect(html.data).to.deep.equal({ "text/html": "<i>x</i>" });
    expect(png.data).to.deep.equal({ "image/png": "AQID" });
    const [second] = answer.all("update_display_data");
    expect(second.data).to.deep.equal({ "text/plain": "second" });
    expect(second.transient.display_id).to.equal(first.transient.display_id);
  });

  it("shows what packages and files display through tslab, whether they bring a copy or not", async () => {
    const write = async (name: string, text: string) => {
      const file = path.join(kernel.folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    };
    const code = (text: string) => `exports.show = () => require("tslab").display.html("${text}");`;
    await write("widgets.js", code("file"));
    await write("node_modules/gauges/index.js", code("package"));
    await write("node_modules/charts/index.js", code("copy"));
    const copy = 'exports.display = { html() { throw Error("Not ready") } };';
    await write("node_modules/charts/node_modules/tslab/index.js", copy);
    const answer = await kernel.run(`
      for (const name of ["./widgets.js", "gauges", "charts"]) require(name).show()`);
    expect(answer.error).to.equal(undefined);
    const shown = answer.all("display_data").map(({ data }) => data["text/html"]);
    expect(shown).to.deep.equal(["file", "package", "copy"]);
  });
});
