/** A mistake: what it puts in place of what in a right solution, and the sentence it may get. */
export type Mistake = readonly [right: string, wrong: string, sentence: RegExp];

const order = /wrong order|transposed|changed places/;

export const convMistakes: readonly Mistake[] = [
  ["dlossDinputs.data[i] += dz", "dlossDinputs.data[i] = dz", /not summed/],
  ["dlossDweights.data[w] += dz", "dlossDweights.data[w] = dz", /not summed/],
  ["dlossDinputs.data[i] += dz", "dlossDinputs.data[i] -= dz", /sign is reversed/],
  ["dlossDweights.data[w] += dz", "dlossDweights.data[w] -= dz", /sign is reversed/],
  ["dlossDweights.data[w] += dz", "dlossDweights.data[w] += 2 * dz", /^It is 2 times/],
  ["dz * weights.get(f, ky, kx, kf);", "dz * weights.get(f, kx, ky, kf);", order],
  ["dz * weights.get(f, ky, kx, kf);", "dz * weights.get(ky, kx, kf, f);", order],
  ["dz * weights.get(f, ky, kx, kf);", "dz * weights.get(kf, ky, kx, f);", order],
  [
    "dz * weights.get(f, ky, kx, kf);",
    "dz * weights.get(f, this.kernelSize - 1 - ky, this.kernelSize - 1 - kx, kf);",
    /flipped/,
  ],
  ["dz * weights.get(f, ky, kx, kf);", "dz * inputs.get(y + ky, x + kx, kf);", /mixed up/],
  ["dz * inputs.get(y + ky, x + kx, kf);", "dz * weights.get(f, ky, kx, kf);", /mixed up/],
  ["dz * inputs.get(y + ky, x + kx, kf);", "dz;", /inputs are missing/],
  ["dz * weights.get(f, ky, kx, kf);", "dz;", /weights are missing/],
  ["dz * weights.get(f, ky, kx, kf);", "weights.get(f, ky, kx, kf);", /dlossDvalue is missing/],
  [
    "dz * inputs.get(y + ky, x + kx, kf);",
    "inputs.get(y + ky, x + kx, kf);",
    /dlossDvalue is missing/,
  ],
  [
    "dz * inputs.get(y + ky, x + kx, kf);",
    "dz / inputs.get(y + ky, x + kx, kf);",
    /in place of \//,
  ],
  ["dz * weights.get(f, ky, kx, kf);", "dz + weights.get(f, ky, kx, kf);", /in place of \+/],
  ["dz * inputs.get(y + ky, x + kx, kf);", "dz * inputs.get(x + kx, y + ky, kf);", order],
  ["dz * inputs.get(y + ky, x + kx, kf);", "dz * inputs.get(y + kx, x + ky, kf);", order],
  [
    "dz * inputs.get(y + ky, x + kx, kf);",
    "dz * inputs.get(y, x, kf);",
    /Row and col of the inputs are y and x;/,
  ],
  [
    "dz * inputs.get(y + ky, x + kx, kf);",
    "dz * inputs.get(ky, kx, kf);",
    /Row and col of the inputs are ky and kx;/,
  ],
  [
    "dz * inputs.get(y + ky, x + kx, kf);",
    "dz * inputs.get(y + ky, x + kx, f);",
    /channel of the inputs is kf/,
  ],
  [
    "dlossDinputs.index(y + ky, x + kx, kf)",
    "dlossDinputs.index(y + ky, x, kf)",
    /Row and col of the inputs are y \+ ky and x;/,
  ],
  ["dlossDinputs.index(y + ky, x + kx, kf)", "dlossDinputs.index(kf, y + ky, x + kx)", order],
  ["dlossDweights.index(f, ky, kx, kf)", "dlossDweights.index(f, kx, ky, kf)", order],
  ["dlossDweights.index(f, ky, kx, kf)", "dlossDweights.index(ky, kx, kf, f)", order],
  ["dlossDweights.index(f, ky, kx, kf)", "dlossDweights.index(f, ky, kx)", /index\(/],
  ["this.dlossDvalue.get(y, x, f)", "this.dlossDvalue.get(x, y, f)", order],
  ["this.dlossDvalue.get(y, x, f)", "this.dlossDvalue.get(y, x)", /get\(/],
  ["y < this.height", "y < this.height - 1", /last y is left out/],
  ["x < this.width", "x < this.width - 1", /last x is left out/],
  ["let f = 0", "let f = 1", /first f is left out/],
  ["ky < this.kernelSize", "ky <= this.kernelSize", /the tensor is/],
  ["kf < this.inputFilters", "kf < this.inputFilters - 1", /last kf is left out/],
  [
    "const dlossDweights = zeros(weights.shape)",
    "const dlossDweights = weights",
    /changes weights/,
  ],
  ["const dlossDinputs = zeros(inputs.shape)", "const dlossDinputs = inputs", /changes inputs/],
  [
    "const dlossDinputs = zeros(inputs.shape)",
    "const dlossDinputs = this.inputs.dlossDvalue",
    /added to what/,
  ],
  ["this.dlossDweights = dlossDweights;", "", /dlossDweights is still zero/],
  ["this.inputs.dlossDvalue = dlossDinputs;", "", /is as it was/],
  [
    "this.inputs.dlossDvalue = dlossDinputs;",
    "this.dlossDvalue = dlossDinputs;",
    /sets dlossDvalue of this op/,
  ],
  ["this.dlossDweights = dlossDweights;", "return dlossDweights;", /returns its result/],
  [
    "this.inputs.dlossDvalue = dlossDinputs;",
    "this.inputs.dlossDvalue = dlossDinputs.data;",
    /is a Float64Array/,
  ],
];

export const reluMistakes: readonly Mistake[] = [
  [
    "Math.max(0, this.inputs.value.get(y, x, f))",
    "Math.abs(this.inputs.value.get(y, x, f))",
    /absolute value/,
  ],
  [
    "Math.max(0, this.inputs.value.get(y, x, f))",
    "Math.min(0, this.inputs.value.get(y, x, f))",
    /wrong side/,
  ],
  ["Math.max(0, this.inputs.value.get(y, x, f))", "this.inputs.value.get(y, x, f)", /not clipped/],
  [
    "Math.max(0, this.inputs.value.get(y, x, f))",
    "Number(this.inputs.value.get(y, x, f) > 0)",
    /slope, 0 or 1/,
  ],
  [
    "Math.max(0, this.inputs.value.get(y, x, f))",
    "Math.max(1, this.inputs.value.get(y, x, f))",
    /clipped at 1/,
  ],
  ["this.value.set(y, x, f, Math", "this.value.set(y, x, Math", /set\(/],
  ["this.value.set(y, x, f, Math", "this.value.set(x, y, f, Math", order],
  ["this.inputs.value.get(y, x, f)", "this.inputs.value.get(f, y, x)", order],
  ["this.inputs.value.get(y, x, f)", "this.inputs.value.get(y, x)", /get\(/],
  ["y < this.height", "y < this.height - 1", /last y is left out/],
  ["x < this.width", "x <= this.width", /the tensor is/],
  [
    "this.value.set(y, x, f, Math.max(0, this.inputs.value.get(y, x, f)));",
    "return this.value;",
    /returns its result/,
  ],
  ["this.value.set(y", "this.inputs.value.set(y", /changes inputs\.value|still zero/],
  ["this.value.set(y, x, f, Math", "this.val.set(y, x, f, Math", /stopped: TypeError/],
];

export const poolMistakes: readonly Mistake[] = [
  [" / cellSize ** 2;", ";", /not divided by the cell area/],
  [" / cellSize ** 2;", " / cellSize;", /divided by cellSize;/],
  [" / cellSize ** 2;", " * cellSize ** 2;", /multiplied by the cell area/],
  [" / cellSize ** 2;", " / (cellSize ^ 2);", /XOR|not divided|not finite/],
  [" / cellSize ** 2;", " / cellSize ** 4;", /twice/],
  ["this.dlossDvalue.get(y, x, f) /", "1 /", /dlossDvalue is missing/],
  ["this.dlossDvalue.get(y, x, f)", "this.dlossDvalue.get(x, y, f)", order],
  ["set(y * cellSize + ky, x * cellSize + kx, f", "set(y + ky, x + kx, f", /stride is missing/],
  [
    "set(y * cellSize + ky, x * cellSize + kx, f",
    "set(y * cellSize, x * cellSize, f",
    /Only the first/,
  ],
  [
    "set(y * cellSize + ky, x * cellSize + kx, f",
    "set(x * cellSize + kx, y * cellSize + ky, f",
    /changed places/,
  ],
  [
    "set(y * cellSize + ky, x * cellSize + kx, f",
    "set(y * cellSize + kx, x * cellSize + ky, f",
    /set\(/,
  ],
  [
    "set(y * cellSize + ky, x * cellSize + kx, f",
    "set(y * cellSize + ky, x * cellSize, f",
    /kx is missing/,
  ],
  [
    "set(y * cellSize + ky, x * cellSize + kx, f",
    "set(y * cellSize + ky, x * cellSize + kx",
    /set\(/,
  ],
  ["ky < Math.min(cellSize, this.inputHeight - y * cellSize)", "ky < cellSize", /the tensor is/],
  ["y < this.height", "y < this.height - 1", /last y is left out|hang over the edge/],
  ["let kx = 0", "let kx = 1", /first kx is left out/],
  ["this.inputs.dlossDvalue = dlossDinputs;", "", /is as it was/],
  ["this.inputs.dlossDvalue = dlossDinputs;", "return dlossDinputs;", /returns its result/],
  [
    "this.inputs.dlossDvalue = dlossDinputs;",
    "this.inputs.dlossDvalue.data.set(this.inputs.dlossDvalue.data.map((d, i) => d + dlossDinputs.data[i]));",
    /added to what/,
  ],
];

export const lossMistakes: readonly Mistake[] = [
  ["Math.log(sum) + largest - y", "Math.log(sum) - y", /not added back/],
  [
    "Math.log(sum) + largest - y[this.trueLabel.value]",
    "Math.log(sum) + largest",
    /true class's logit is missing/,
  ],
  [
    "Math.log(sum) + largest - y[this.trueLabel.value]",
    "Math.log(sum)",
    /logit and \+ max are missing/,
  ],
  [
    "Math.log(sum) + largest - y[this.trueLabel.value]",
    "-y[this.trueLabel.value]",
    /sum over the classes/,
  ],
  [
    "Math.log(sum) + largest - y[this.trueLabel.value]",
    "largest - y[this.trueLabel.value]",
    /sum over the classes/,
  ],
  ["Math.log(sum)", "Math.log2(sum)", /base 2/],
  ["Math.log(sum)", "sum", /logarithm is missing/],
  [
    "this.value = Math.log(sum) + largest - y[this.trueLabel.value]",
    "this.value = Math.exp(y[this.trueLabel.value] - largest) / sum",
    /probability of the true class/,
  ],
  [
    "this.value = Math.log(sum) + largest - y[this.trueLabel.value]",
    "this.value = -Math.log(Math.exp(y[this.trueLabel.value] - largest) / sum + 1e-12)",
    /kept above/,
  ],
  [
    "this.value = Math.log(sum) + largest - y[this.trueLabel.value]",
    "this.value = (Math.log(sum) + largest - y[this.trueLabel.value]) / this.numClasses",
    /divided by the number of classes/,
  ],
  ["this.value = Math.log", "this.value = -Math.log", /sign is reversed/],
  ["y[this.trueLabel.value]", "y[(this.trueLabel.value + 1) % this.numClasses]", /loss of class/],
  ["y[this.trueLabel.value]", "largest", /loss of class|true class's logit/],
  ["this.value = Math.log(sum) + largest - y[this.trueLabel.value];", "", /value is still zero/],
  [
    "this.value = Math.log(sum) + largest - y[this.trueLabel.value];",
    "return Math.log(sum) + largest - y[this.trueLabel.value];",
    /returns its result/,
  ],
  ["exp / sum", "exp", /softmaxProb is (not divided|wrong)/],
  [
    "exps.forEach((exp, k) => this.softmaxProb.set(k, exp / sum));",
    "",
    /softmaxProb is (zero|wrong)/,
  ],
  ["this.softmaxProb.set(k, exp / sum)", "this.softmaxProb.set(0, k, exp / sum)", /set\(0, /],
  ["const largest = Math.max(...y)", "const largest = 0", /overflows/],
];

export const denseMistakes: readonly Mistake[] = [
  ["dlossDinputs.data[k] += dz", "dlossDinputs.data[k] = dz", /not summed/],
  ["dz * this.weights.data[u * i.length + k]", "dz * i[k]", /mixed up/],
  ["dz * this.weights.data[u * i.length + k]", "dz * this.weights.data[k]", /weights of the first/],
  ["= dz * i[k]", "= i[k]", /dlossDvalue is missing/],
  ["u < this.units", "u < this.units - 1", /last unit is left out/],
  ["z + wk * i[k]", "wk * i[k]", /not summed/],
  ["z + wk * i[k]", "z + wk", /inputs are missing/],
  ["z + wk * i[k]", "z + wk / i[k]", /in place of \//],
  ["this.inputs.dlossDvalue = dlossDinputs;", "", /is as it was/],
];
