import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

interface Cell {
  id: string;
  source: string[];
}

const notebook = new URL("../../notebooks/3.1-neural-network-operations.ipynb", import.meta.url);
const cells = (JSON.parse(readFileSync(notebook, "utf8")) as { cells: Cell[] }).cells;

/** A cell of the notebook, with some of its text replaced. */
function cell(id: string, ...replaced: [text: string, by: string][]): string {
  const code = cells.find((each) => each.id === id)?.source.join("") ?? "";
  return replaced.reduce((changed, [text, by]) => {
    expect(changed, `cell ${id}`).contain(text);
    return changed.replace(text, by);
  }, code);
}

/** A mistake with shapes, as a cell, and what the kernel says of each place that is wrong. */
const mistakes: { mistake: string; code: string; errors: string[] }[] = [
  {
    mistake: "an index of get is missing",
    code: cell("relu", ["inputs.value.get(y, x, f)", "inputs.value.get(y, x)"]),
    errors: ["9:65 - Expected 3 arguments, but got 2."],
  },
  {
    mistake: "the value of set is missing",
    code: cell("pool", ["x * cellSize + kx, f, dz)", "x * cellSize + kx, dz)"]),
    errors: ["27:28 - Expected 4 arguments, but got 3."],
  },
  {
    mistake: "weights are read with three indices",
    code: cell("conv", ["dz * weights.get(f, ky, kx, kf)", "dz * weights.get(ky, kx, kf)"]),
    errors: ["34:54 - Expected 4 arguments, but got 3."],
  },
  {
    mistake: "the place of a weight is asked for with three indices",
    code: cell("conv", ["dlossDweights.index(f, ky, kx, kf)", "dlossDweights.index(f, ky, kx)"]),
    errors: ["33:41 - Expected 4 arguments, but got 3."],
  },
  {
    mistake: "the gradient of a convolution's inputs has the shape of its value",
    code: cell("conv", ["zeros(inputs.shape)", "zeros(this.value.shape)"]),
    errors: [
      "38:5 - The shape is [height, width, filters], it has to be [inputHeight, inputWidth, inputFilters].",
    ],
  },
  {
    mistake: "the two gradients are taken for each other",
    code: cell(
      "conv",
      ["this.inputs.dlossDvalue = dlossDinputs", "this.inputs.dlossDvalue = dlossDweights"],
      ["this.dlossDweights = dlossDweights", "this.dlossDweights = dlossDinputs"],
    ),
    errors: [
      "38:5 - The shape is [filters, kernelSize, kernelSize, inputFilters], it has to be [inputHeight, inputWidth, inputFilters].",
      "39:5 - The shape is [inputHeight, inputWidth, inputFilters], it has to be [filters, kernelSize, kernelSize, inputFilters].",
    ],
  },
  {
    mistake: "the gradient is set on the pooling itself",
    code: cell("pool", ["this.inputs.dlossDvalue =", "this.dlossDvalue ="]),
    errors: [
      "29:5 - The shape is [inputHeight, inputWidth, filters], it has to be [height, width, filters].",
    ],
  },
  {
    mistake: "the sizes of the weights stand in another order",
    code: cell("conv", [
      "zeros(weights.shape)",
      "zeros([this.kernelSize, this.kernelSize, this.inputFilters, this.filters])",
    ]),
    errors: [
      "39:5 - The shape is [kernelSize, kernelSize, inputFilters, filters], it has to be [filters, kernelSize, kernelSize, inputFilters].",
    ],
  },
  {
    mistake: "the gradient of a pooling's inputs has the shape of its value",
    code: cell("pool", ["zeros(this.inputs.value.shape)", "zeros(this.value.shape)"]),
    errors: [
      "29:5 - The shape is [height, width, filters], it has to be [inputHeight, inputWidth, filters].",
    ],
  },
  {
    mistake: "a dense layer's weights get the gradient of its inputs",
    code: cell("dense", [
      "this.inputs.dlossDvalue = dlossDinputs;",
      "this.dlossDweights = dlossDinputs;",
    ]),
    errors: [
      "26:5 - The shape is [inputHeight, inputWidth, inputFilters], it has to be [units, inputHeight, inputWidth, inputFilters].",
    ],
  },
  {
    mistake: "an image has no channels",
    code: "const grey = variable(zeros([28, 28]));\nnew OpConv2D(4, 3, grey, { random });",
    errors: ["2:20 - The shape is [28, 28], it has to be [rows, cols, channels]."],
  },
  {
    mistake: "weights are set that have three axes",
    code: "const edge = new OpConv2D(1, 3, inputs, { random });\nedge.weights = zeros([3, 3, 1]);",
    errors: [
      "2:1 - The shape is [3, 3, 1], it has to be [filters, kernelSize, kernelSize, inputFilters].",
    ],
  },
  {
    mistake: "the loss is made on an image",
    code: "new OpSoftmaxCrossEntropyLoss(inputs, { value: 0 });",
    errors: ["1:31 - The shape is [10, 10, 3], it has to be [1, 1, classes]."],
  },
  {
    mistake: "the probabilities are read as a feature map",
    code: cell("loss", ["softmaxProb.get(k)", "softmaxProb.get(0, 0, k)"]),
    errors: ["17:119 - Expected 1 arguments, but got 3."],
  },
  {
    mistake: "the gradient of a ReLU has two axes",
    code: cell("relu", ["zeros(this.value.shape)", "zeros([this.height, this.width])"]),
    errors: [
      "18:70 - Expected 3 arguments, but got 4.",
      "19:5 - The shape is [height, width], it has to be [height, width, filters].",
    ],
  },
];

/** Other mistakes with types of the library. */
const others: { mistake: string; code: string; error: string }[] = [
  {
    mistake: "a typed array is set where a tensor belongs",
    code: cell("relu", [
      "// BEGIN SOLUTION",
      "this.value = this.inputs.value.data.map((i) => Math.max(0, i));",
    ]),
    error:
      "5:5 - A Float64Array has no shape: tensor(numbers, shape) makes a tensor of it; the shape has to be [height, width, filters].",
  },
  {
    mistake: "an array is given where a tensor of any shape belongs",
    code: "const t: Tensor = [1, 2, 3];",
    error: "1:7 - A number[] has no shape: tensor(numbers, shape) makes a tensor of it.",
  },
  {
    mistake: "forward returns in place of setting",
    code: cell("relu", [
      "this.value.set(y, x, f, Math.max(0, this.inputs.value.get(y, x, f)))",
      "return Math.max(0, this.inputs.value.get(y, x, f))",
    ]),
    error:
      "3:3 - forward() returns nothing: what it computes, it sets: this.value, as in this.value.set(y, x, f, value).",
  },
  {
    mistake: "an optimiser of tfjs is given",
    code: `import { train } from "lib/cifar";
declare const [model, data]: [tf.LayersModel, Parameters<typeof train>[1]];
await train(model, data, { optimizer: tf.train.adam(0.001) });`,
    error:
      '3:28 - The optimizer is given by its name, optimizer: "adam", and its rate by learningRate.',
  },
];

describe("the kernel, on shapes of lib/ops", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    for (const id of ["imports", "parameters", "setup", "conv", "relu", "pool", "loss", "dense"]) {
      expect((await kernel.run(cell(id))).error, id).equal(undefined);
    }
  });

  for (const { mistake, code, errors } of mistakes) {
    it(`tells, at its line, that ${mistake}`, async () => {
      const [error] = (await kernel.run(code)).all("error");
      expect(error.evalue).equal(errors[0]);
      const places = error.traceback.filter((line: string) => /^\d+:\d+ - /.test(line));
      expect(places).deep.equal(errors);
      expect(error.traceback.join("\n")).not.match(/axis\?|size\?/);
    });
  }

  for (const { mistake, code, error } of others) {
    it(`names the remedy where ${mistake}`, async () => {
      expect((await kernel.run(code)).error).equal(`TypeScriptError: ${error}`);
    });
  }

  it("names the index that is missing", async () => {
    const [{ traceback }] = (await kernel.run("inputs.value.get(0, 0)")).all("error");
    expect(traceback.at(-1)).equal("An argument for 'f' was not provided.");
  });

  const hovers: [code: string, shown: RegExp][] = [
    ["conv.value|", /value: Tensor<\["height", "width", "filters"\]>.*What `forward\(\)`/s],
    ["conv.dlossDvalue|", /dlossDvalue: Tensor<\["height", "width", "filters"\]>.*gradient/s],
    [
      "conv.weights|",
      /weights: Tensor<\["filters", "kernelSize", "kernelSize", "inputFilters"\]>.*first axis/s,
    ],
    [
      "conv.dlossDweights|",
      /dlossDweights: Tensor<\["filters", "kernelSize", "kernelSize", "inputFilters"\]>.*gradient/s,
    ],
    ["conv.height|", /height: number\n/s],
    ["conv.value.get|", /\(y: number, x: number, f: number\) => number.*The number at/s],
    ["conv.value.set|", /f: number, value: number\) => number.*Puts a/s],
    ["conv.weights.index|", /\(f: number, ky: number, kx: number, kf: number\).*Where in `data`/s],
    ["gradientCheck(|", /gradientCheck\(op: CheckedOp, /s],
    ["gradientCheck(conv, |", /gradientCheck\(op: CheckedOp, /s],
    ["gradientCheck(new OpConv2D(4, |", /OpConv2D\(/s],
    ["new OpConv2D(|)", /OpConv2D\(/s],
    ["tf.conv2d(|", /conv2d/s],
    ["Math.max(1, Math.min(2), |)", /Math\.max\(/s],
  ];
  for (const [code, shown] of hovers) {
    it(`shows what stands before the cursor in ${code}`, async () => {
      const at = code.indexOf("|");
      const text = `const conv = new OpConv2D(4, 3, inputs, { random });\n${code.replace("|", "")}`;
      const cursor_pos = text.length - code.length + 1 + at;
      const request = { code: text, cursor_pos, detail_level: 0 };
      const { reply } = await kernel.request("inspect", request);
      expect(reply?.data["text/plain"])
        .match(shown)
        .and.not.match(/axis\?/);
    });
  }

  it("shows nothing where no function is called", async () => {
    for (const [code, cursor_pos] of [
      ["1 + ", 4],
      ["Math.max(1)", 11],
    ] as const) {
      const { reply } = await kernel.request("inspect", { code, cursor_pos });
      expect(reply?.found, code).equal(false);
    }
  });
});
