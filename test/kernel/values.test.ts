import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { variable } from "lib/ops";
import ndarray from "ndarray";
import { showResult } from "../../kernel/cells/bundle.ts";

const show = async (value: unknown) => JSON.parse(await showResult(value)).data;
const text = async (value: unknown): Promise<string> => (await show(value))["text/plain"];
const count = (length: number) => Float64Array.from({ length }, (_, i) => i);

describe("how the kernel shows the value of a cell", () => {
  before(async () => {
    tf.enableProdMode();
    await tf.setBackend("cpu"); // wasm has no complex numbers
  });

  it("writes an array's kind, range and values, aligned", async () => {
    expect(await text(new Float32Array([1, 0.5, -2]))).to.equal(
      "Float32Array [3]: min -2, mean -0.16667, max 1\n[ 1.0,  0.5, -2.0]",
    );
    expect(await text(new Uint8Array(0))).to.equal("Uint8Array [0]\n[]");
  });

  it("writes an ndarray as its axes are nested, in whatever order they lie in memory", async () => {
    const array = ndarray(count(6), [2, 3]);
    expect(await text(array)).to.equal(
      "ndarray [2,3] float64: min 0, mean 2.5, max 5\n[[0, 1, 2],\n [3, 4, 5]]",
    );
    expect(await text(array.transpose(1, 0))).to.contain("[[0, 3],\n [1, 4],\n [2, 5]]");
    expect(await text(array.pick(1, null)))
      .to.contain("ndarray [3] float64")
      .and.contain("[3, 4, 5]");
    expect(await text(ndarray(count(8), [2, 2, 2]))).to.contain(
      "[[[0, 1],\n  [2, 3]],\n\n [[4, 5],\n  [6, 7]]]",
    );
  });

  it("writes the ends of a long array, and says how many values it leaves out", async () => {
    expect((await text(count(1000))).split("\n").slice(1)).to.deep.equal([
      "[  0,   1,   2,   3,   4,   5,   6,   7, …, 992, 993, 994, 995, 996, 997, 998, 999]",
      '… 984 of 1,000 values are left out; for an array x, console.log(x.join(" ")) prints all.',
    ]);
    const filters = await text(ndarray(count(6400), [16, 5, 5, 16]));
    expect(filters.split("\n").length).to.be.below(40);
    expect(filters).to.contain("… 6,304 of 6,400 values are left out");
  });

  it("leaves out nothing of a short array, or of rows that fit on a line", async () => {
    for (let length = 1; length <= 100; length++) {
      const lines = (await text(new Uint8Array(length).fill(255))).split("\n").slice(1);
      expect(lines.join().match(/255/g), `${length} values`).to.have.length(length);
      expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(122);
    }
    expect(await text(count(30))).to.match(/29\]$/);
    expect(await text(ndarray(count(1000), [100, 10]))).to.contain(
      "[[  0,   1,   2,   3,   4,   5,   6,   7,   8,   9],\n",
    );
  });

  it("runs nothing of a value, and takes none for what it only looks like", async () => {
    const calls: string[] = [];
    const call = (name: string) => {
      calls.push(name);
      return new Uint8Array(1);
    };
    class Network {
      layers = ["conv"];
      summary() {
        call("summary");
      }
    }
    const values: [value: object, shown: string][] = [
      [
        {
          get values() {
            return call("getter");
          },
        },
        "{ values: [Getter] }",
      ],
      [new Network(), "Network { layers: [ 'conv' ] }"],
      [{ data: [1, null], layout: {} }, "{ data: [ 1, null ], layout: {} }"],
      [
        { dataId: 1, dtype: "a", shape: [1], data: [1] },
        "{ dataId: 1, dtype: 'a', shape: [ 1 ], data: [ 1 ] }",
      ],
    ];
    for (const [value, shown] of values) expect(await text(value)).to.equal(shown);
    expect(calls).to.deep.equal([]);
  });

  it("leaves out the middle of rows and columns only where it is longer than their ends", async () => {
    const rowsOf = async (shape: number[]) =>
      (await text(ndarray(count(shape[0] * shape[1]), shape))).split("\n").slice(1, -1);
    for (const rows of [6, 8]) {
      const lines = await rowsOf([rows, 100]);
      expect(lines).to.have.length(rows);
      for (const line of lines) expect(line).to.match(/\d, …, +\d/);
    }
    expect(await rowsOf([9, 100])).to.have.length(4 + 1 + 4);
  });

  it("counts what is not a number, and writes very large and small numbers short", async () => {
    expect(await text(new Float64Array([Number.NaN, 1e-9, 1, 2e9]))).to.equal(
      "Float64Array [4]: min 1.000e-9, mean 666666667, max 2000000000, 1 NaN\n" +
        "[     NaN, 1.000e-9, 1.000e+0, 2.000e+9]",
    );
  });

  it("writes a tensor's values, of every dtype", async () => {
    expect(
      await text(
        tf.tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).to.equal("Tensor [2,2] float32: min 1, mean 2.5, max 4\n[[1, 2],\n [3, 4]]");
    expect(await text(tf.scalar(3, "int32"))).to.equal("Tensor [] int32\n3");
    expect(await text(tf.tensor(["a", "b"]))).to.equal('Tensor [2] string\n["a", "b"]');
    expect(await text(tf.tensor([true, false]))).to.equal("Tensor [2] bool\n[true, false]");
    expect(await text(tf.complex([1, 3], [2, 4]))).to.equal(
      'Tensor [2] complex64\n["1 + 2i", "3 + 4i"]',
    );
    expect(await text(tf.variable(tf.ones([2]), true, "bias"))).to.match(/^Variable "bias" \[2\]/);
  });

  it("says of a tensor that was disposed of that its values are gone", async () => {
    const tensor = tf.zeros([3]);
    tensor.dispose();
    expect(await text(tensor)).to.equal("Tensor [3] float32, disposed: its values are gone");
  });

  it("takes the values of a tensor that can be read only later, as on a GPU", async () => {
    const onGpu = {
      dataId: {},
      shape: [2],
      dtype: "float32",
      isDisposed: false,
      dataSync: () => expect.fail("a GPU's tensor cannot be read at once"),
      data: async () => new Float32Array([1, 2]),
    };
    expect(await text(onGpu)).to.contain("[1, 2]");
  });

  it("says which tensor cannot be read, why, and what to do", async () => {
    const lost = {
      dataId: {},
      shape: [2],
      dtype: "float32",
      isDisposed: false,
      data: () => Promise.reject(new Error("the device is lost")),
    };
    const error = await text(lost).catch((reason) => reason);
    expect(error).to.be.an.instanceOf(Error);
    expect(error.message).to.equal(
      "Tensor [2] float32 cannot be shown, its values cannot be read: the device is lost; " +
        "make it anew; if no tensor can be read, restart the kernel",
    );
  });

  it("shows the values and gradients of a variable, as text and as HTML", async () => {
    const data = await show(variable(ndarray(count(2), [1, 2])));
    expect(data["text/plain"]).to.equal(
      "value: ndarray [1,2] float64: min 0, mean 0.5, max 1\n[[0, 1]]\n" +
        "dlossDvalue: ndarray [1,2] float64: min 0, mean 0, max 0\n[[0, 0]]",
    );
    expect(data["text/html"]).to.contain("<div>dlossDvalue: ndarray [1,2] float64");
    expect(data["text/html"]).to.contain(">[[0, 1]]</pre>");
  });

  it("shows the arrays of a plain object each under its name, and no object with more in it", async () => {
    const arrays = { before: new Uint8Array([1, 2]), after: new Uint8Array([3, 4]) };
    expect(await text(arrays)).to.match(/^before: Uint8Array \[2\].*\nafter: Uint8Array \[2\]/s);
    expect(await text({ ...arrays, count: 2 })).to.match(/^\{/);
    expect(await text({})).to.equal("{}");
  });

  it("gives arrays inside other values a line each, and leaves the values as they are", async () => {
    const array = ndarray(count(4), [2, 2]);
    class OpRelu {
      readonly value = array;
      readonly stride = 2;
    }
    const op = new OpRelu();
    expect(await text(op)).to.equal(
      "OpRelu { value: ndarray [2,2] float64: 0, 1, 2, …, stride: 2 }",
    );
    expect(op.value).to.equal(array);
    expect(await text(new Map([["w", tf.zeros([2])]]))).to.equal(
      "Map(1) { 'w' => Tensor [2] float32 }",
    );
  });

  it("cuts what is long and says how to see the rest", async () => {
    const rows = Array.from({ length: 100 }, (_, row) => ({ row, name: `row number ${row}` }));
    const lines = (await text(rows)).split("\n");
    expect(lines).to.have.length(61);
    expect(lines[60]).to.equal(
      "… 42 lines are left out; for a value x, console.dir(x, { depth: null, maxArrayLength: null }) prints all.",
    );
    expect(await text("a".repeat(5000))).to.contain(
      "… 3,002 characters are left out; for a text x, console.log(x) prints all.",
    );
  });

  it("shows a model as the table of its layers", async () => {
    const layers = [tf.layers.dense({ units: 2, inputShape: [3], name: "head" })];
    expect(await text(tf.sequential({ layers }))).to.match(/head \(Dense\).*\[null,2\] +8/);
  });

  it("says what a figure shows", async () => {
    const layout = { title: { text: "Loss" } };
    const data = [
      { x: [1, 2], y: [1, 2, 3], name: "train" },
      { type: "bar", x: [1, 2] },
      { type: "image" },
    ];
    const shown = await show({ data, layout });
    expect(shown["text/plain"]).to.equal('Figure "Loss": scatter train (3), bar (2), image');
    expect(shown["application/vnd.plotly.v1+json"]).to.deep.equal({ data, layout });
    expect(await text({ data: [], layout: { title: "A" } })).to.equal('Figure "A": ');
    expect(await text({ data: [{}], layout: {} })).to.equal("Figure: scatter");
    for (const none of [{ data: [] }, { data: {}, layout: {} }, { data: [], layout: null }]) {
      expect(await text(none)).to.match(/^\{ data: /);
    }
  });

  it("shows a figure's typed arrays as arrays", async () => {
    const figure = { data: [{ y: new Float32Array([1, 0.5]) }], layout: {} };
    const shown = await show(figure);
    expect(shown["application/vnd.plotly.v1+json"].data).to.deep.equal([{ y: [1, 0.5] }]);
  });

  it("shows a canvas that has an image", async () => {
    const canvas = (toDataURL: unknown) => show({ toDataURL });
    const png = await canvas(() => "data:image/png;base64,AAAA");
    expect(png).to.have.property("image/png", "AAAA");
    expect(png["text/plain"]).to.match(/^\{ toDataURL: /);
    for (const none of [
      () => "data:,",
      () => "data:text/plain;base64,AAAA",
      () => {
        throw new Error("no image yet");
      },
      "data:image/png;base64,AAAA",
    ]) {
      expect(Object.keys(await canvas(none))).to.deep.equal(["text/plain"]);
    }
  });

  it("shows what says itself how, and names that HTML would take for its own", async () => {
    const own = { [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>1</b>" }) };
    expect(await show(own)).to.deep.equal({ "text/html": "<b>1</b>" });
    const named = Object.assign(Object.create(null), { '<a & "b">': new Uint8Array([1]) });
    const shown = await show(named);
    expect(shown["text/plain"]).to.equal('<a & "b">: Uint8Array [1]\n[1]');
    expect(shown["text/html"]).to.equal(
      "<div>&lt;a &amp; &quot;b&quot;&gt;: Uint8Array [1]</div>" +
        '<pre style="margin: 0.3em 0">[1]</pre>',
    );
    expect((await show(count(1000)))["text/html"]).to.match(/<div><em>… 984 of .*<\/em><\/div>$/);
  });

  it("looks for arrays in plain objects alone, at what can be seen without a call", async () => {
    class Own {
      readonly data = new Uint8Array(1);
    }
    expect(await text(new Own())).to.equal("Own { data: Uint8Array [1]: 0 }");
    const hidden = Object.defineProperty({ a: new Uint8Array(1) }, "b", { value: 1 });
    expect(await text(hidden)).to.equal("a: Uint8Array [1]\n[0]");
    expect(await text([])).to.equal("[]");
  });

  it("is the table of a model's layers, in 90 columns", async () => {
    const summary = (width: number, _: undefined, print: (line: string) => void) => {
      for (const line of [`${width}`, "dense"]) print(line);
    };
    expect(await text({ layers: [], stateful: false, summary })).to.equal("90\ndense");
  });

  it("takes no class of a cell's own for a model", async () => {
    const summary = () => expect.fail("it was called");
    for (const layers of [[], {}]) {
      expect(await text({ layers, summary })).to.match(/^\{ layers: /);
    }
    expect(await text({ layers: {}, stateful: false, summary })).to.match(/^\{ layers: \{\}/);
    expect(await text({ layers: [], stateful: false, summary: 1 })).to.match(/^\{ layers: /);
  });
});
