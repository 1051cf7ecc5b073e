/** A way to write the solution regions of a cell, in their order. */
export type Way = readonly string[];

const loops = (body: string, { order = "yxf" } = {}): string =>
  [...order].map((name) => `for (let ${name} = 0; ${name} < ${ends[name]}; ${name}++) `).join("") +
  `{ ${body} }`;
const ends: Record<string, string> = { y: "this.height", x: "this.width", f: "this.filters" };

const kernelLoops = (body: string): string =>
  `for (let ky = 0; ky < this.kernelSize; ky++) for (let kx = 0; kx < this.kernelSize; kx++) for (let kf = 0; kf < this.inputFilters; kf++) { ${body} }`;
const setBoth = "this.inputs.dlossDvalue = di; this.dlossDweights = dw;";
const zerosBoth =
  "const di = zeros(this.inputs.value.shape); const dw = zeros(this.weights.shape);";
const addBoth = (dz = "this.dlossDvalue.get(y, x, f)"): string =>
  `di.data[di.index(y + ky, x + kx, kf)] += ${dz} * this.weights.get(f, ky, kx, kf); dw.data[dw.index(f, ky, kx, kf)] += ${dz} * this.inputs.value.get(y + ky, x + kx, kf);`;

const conv: Way[] = [
  ...["yxf", "fyx", "xyf", "yfx", "fxy", "xfy"].map((order) => [
    `${zerosBoth} ${loops(kernelLoops(addBoth()), { order })} ${setBoth}`,
  ]),
  // in place
  [
    `this.inputs.dlossDvalue.data.fill(0); const di = this.inputs.dlossDvalue; const dw = this.dlossDweights; ${loops(kernelLoops(addBoth()))}`,
  ],
  // get and set
  [
    `${zerosBoth} ${loops(kernelLoops("const dz = this.dlossDvalue.get(y, x, f); di.set(y + ky, x + kx, kf, di.get(y + ky, x + kx, kf) + dz * this.weights.get(f, ky, kx, kf)); dw.set(f, ky, kx, kf, dw.get(f, ky, kx, kf) + dz * this.inputs.value.get(y + ky, x + kx, kf));"))} ${setBoth}`,
  ],
  // the inputs ask which windows they lie in
  [
    `${zerosBoth} for (let iy = 0; iy < this.inputHeight; iy++) for (let ix = 0; ix < this.inputWidth; ix++) for (let f = 0; f < this.filters; f++) ${kernelLoops("const [y, x] = [iy - ky, ix - kx]; if (y < 0 || x < 0 || y >= this.height || x >= this.width) continue; const dz = this.dlossDvalue.get(y, x, f); di.data[di.index(iy, ix, kf)] += dz * this.weights.get(f, ky, kx, kf); dw.data[dw.index(f, ky, kx, kf)] += dz * this.inputs.value.get(iy, ix, kf);")} ${setBoth}`,
  ],
  // subarrays of whole rows of channels
  [
    `${zerosBoth} const C = this.inputFilters; ${loops("const dz = this.dlossDvalue.get(y, x, f); for (let ky = 0; ky < this.kernelSize; ky++) for (let kx = 0; kx < this.kernelSize; kx++) { const i = ((y + ky) * this.inputWidth + x + kx) * C; const w = ((f * this.kernelSize + ky) * this.kernelSize + kx) * C; const from = this.inputs.value.data.subarray(i, i + C); this.weights.data.subarray(w, w + C).forEach((wk, k) => { di.data[i + k] += dz * wk; dw.data[w + k] += dz * from[k]; }); }")} ${setBoth}`,
  ],
  // numbers of its own, then tensor()
  [
    `const di = { data: new Float64Array(this.inputs.value.size), index: (a, b, c) => this.inputs.value.index(a, b, c) }; const dw = { data: new Float64Array(this.weights.size), index: (...at) => this.weights.index(...at) }; ${loops(kernelLoops(addBoth()))} this.inputs.dlossDvalue = tensor(di.data, this.inputs.value.shape); this.dlossDweights = tensor(dw.data, this.weights.shape);`,
  ],
  // views
  [
    `${zerosBoth} for (let f = 0; f < this.filters; f++) { const w = this.weights.pick(f, null, null, null); const dwf = dw.pick(f, null, null, null); for (let y = 0; y < this.height; y++) for (let x = 0; x < this.width; x++) { const window = this.inputs.value.lo(y, x, 0); const dz = this.dlossDvalue.get(y, x, f); ${kernelLoops("di.data[di.index(y + ky, x + kx, kf)] += dz * w.get(ky, kx, kf); dwf.set(ky, kx, kf, dwf.get(ky, kx, kf) + dz * window.get(ky, kx, kf));")} } } ${setBoth}`,
  ],
  // backwards
  [
    `${zerosBoth} for (let y = this.height - 1; y >= 0; y--) for (let x = this.width - 1; x >= 0; x--) for (let f = this.filters - 1; f >= 0; f--) ${kernelLoops(addBoth())} ${setBoth}`,
  ],
];

const read = "this.inputs.value.get(y, x, f)";
const relu: Way[] = [
  ...["yxf", "fyx", "xyf", "yfx"].map((order) => [
    loops(`this.value.set(y, x, f, Math.max(0, ${read}));`, { order }),
  ]),
  [loops(`if (${read} > 0) this.value.set(y, x, f, ${read});`)],
  [loops(`const i = ${read}; this.value.set(y, x, f, i > 0 ? i : 0);`)],
  [loops(`const i = ${read}; this.value.set(y, x, f, (i + Math.abs(i)) / 2);`)],
  ["this.inputs.value.data.forEach((i, k) => { this.value.data[k] = Math.max(0, i); });"],
  ["this.value.data.set(this.inputs.value.data.map((i) => Math.max(0, i)));"],
  [
    "this.value = tensor(this.inputs.value.data.map((i) => Math.max(i, 0)), this.inputs.value.shape);",
  ],
  [
    "const v = zeros(this.inputs.value.shape); for (let k = 0; k < v.size; k++) v.data[k] = Math.max(0, this.inputs.value.data[k]); this.value = v;",
  ],
  [loops(`this.value.data[this.value.index(y, x, f)] = ${read} * Number(${read} > 0);`)],
  [
    "const n = this.width * this.filters; for (let y = 0; y < this.height; y++) this.value.data.subarray(y * n, (y + 1) * n).set(this.inputs.value.data.subarray(y * n, (y + 1) * n).map((i) => Math.max(0, i)));",
  ],
];

const share = "this.dlossDvalue.get(y, x, f) / this.cellSize ** 2";
const cells = (body: string): string =>
  `for (let ky = 0; ky < Math.min(this.cellSize, this.inputHeight - y * this.cellSize); ky++) for (let kx = 0; kx < Math.min(this.cellSize, this.inputWidth - x * this.cellSize); kx++) { ${body} }`;
const at = "y * this.cellSize + ky, x * this.cellSize + kx, f";
const guarded = (body: string): string =>
  `for (let ky = 0; ky < this.cellSize; ky++) for (let kx = 0; kx < this.cellSize; kx++) { if (y * this.cellSize + ky >= this.inputHeight || x * this.cellSize + kx >= this.inputWidth) continue; ${body} }`;
const begin = "const di = zeros(this.inputs.value.shape);";
const end = "this.inputs.dlossDvalue = di;";
const perInput = (body: string): string =>
  `for (let iy = 0; iy < this.inputHeight; iy++) for (let ix = 0; ix < this.inputWidth; ix++) for (let f = 0; f < this.filters; f++) { const [y, x] = [Math.floor(iy / this.cellSize), Math.floor(ix / this.cellSize)]; ${body} }`;
const pool: Way[] = [
  ...["yxf", "fyx", "xyf", "yfx"].map((order) => [
    `${begin} ${loops(cells(`di.set(${at}, ${share});`), { order })} ${end}`,
  ]),
  [`${begin} ${loops(cells(`di.data[di.index(${at})] += ${share};`))} ${end}`],
  [`${begin} ${loops(guarded(`di.set(${at}, ${share});`))} ${end}`],
  [`const di = this.inputs.dlossDvalue; ${loops(cells(`di.set(${at}, ${share});`))}`],
  [
    `const di = this.inputs.dlossDvalue; di.data.fill(0); ${loops(guarded(`di.data[di.index(${at})] += ${share};`))}`,
  ],
  [`${begin} ${perInput(`di.set(iy, ix, f, ${share});`)} ${end}`],
  [
    `const numbers = []; ${perInput(`numbers.push(${share});`)} this.inputs.dlossDvalue = tensor(numbers, this.inputs.value.shape);`,
  ],
  [
    `${begin} ${perInput(`di.data[(iy * this.inputWidth + ix) * this.filters + f] = ${share};`)} ${end}`,
  ],
  [
    `${begin} ${loops(cells(`di.pick(null, null, f).set(y * this.cellSize + ky, x * this.cellSize + kx, ${share});`))} ${end}`,
  ],
];

const probabilities = "exps.forEach((e, k) => this.softmaxProb.set(k, e / sum));";
const logits = "const y = [...this.inputs.value.data]; const m = Math.max(...y);";
const exps =
  "const exps = y.map((yk) => Math.exp(yk - m)); const sum = exps.reduce((a, b) => a + b, 0);";
const t = "this.trueLabel.value";
const loss: Way[] = [
  ...[
    `this.value = Math.log(sum) + m - y[${t}];`,
    `this.value = Math.log(sum) - (y[${t}] - m);`,
    `this.value = -(y[${t}] - m - Math.log(sum));`,
    `this.value = Math.log1p(sum - 1) + (m - y[${t}]);`,
  ].flatMap((value) => [
    [`${logits} ${exps} ${probabilities} ${value}`],
    [
      `${logits} ${exps} this.softmaxProb = tensor(exps.map((e) => e / sum), [this.numClasses]); ${value}`,
    ],
    [`${logits} ${exps} this.softmaxProb.data.set(exps.map((e) => e / sum)); ${value}`],
  ]),
  [
    `const y = this.inputs.value.pick(0, 0, null); let m = -Infinity; for (let k = 0; k < this.numClasses; k++) m = Math.max(m, y.get(k)); let sum = 0; for (let k = 0; k < this.numClasses; k++) sum += Math.exp(y.get(k) - m); for (let k = 0; k < this.numClasses; k++) this.softmaxProb.set(k, Math.exp(y.get(k) - m) / sum); this.value = Math.log(sum) + m - y.get(${t});`,
  ],
];

const rest =
  "const i = this.inputs.value.data; const n = i.length; const di = zeros(this.inputs.value.shape); for (let u = 0; u < this.units; u++) for (let k = 0; k < n; k++) { di.data[k] += this.dlossDvalue.get(0, 0, u) * this.weights.data[u * n + k]; this.dlossDweights.data[u * n + k] = this.dlossDvalue.get(0, 0, u) * i[k]; } this.inputs.dlossDvalue = di;";
const four = (body: string): string =>
  `for (let u = 0; u < this.units; u++) for (let y = 0; y < this.inputHeight; y++) for (let x = 0; x < this.inputWidth; x++) for (let f = 0; f < this.inputFilters; f++) { ${body} }`;
const dotProduct =
  "const i = this.inputs.value.data; for (let u = 0; u < this.units; u++) { let z = 0; for (let k = 0; k < i.length; k++) z += i[k] * this.weights.data[u * i.length + k]; this.value.set(0, 0, u, z); }";
const forwards = [
  dotProduct,
  four("this.value.data[u] += this.inputs.value.get(y, x, f) * this.weights.get(u, y, x, f);"),
  four(
    "this.value.set(0, 0, u, this.value.get(0, 0, u) + this.inputs.value.get(y, x, f) * this.weights.get(u, y, x, f));",
  ),
  "const i = this.inputs.value.data; this.value = tensor(Array.from({ length: this.units }, (_, u) => i.reduce((z, ik, k) => z + ik * this.weights.data[u * i.length + k], 0)), [1, 1, this.units]);",
];
const backwards = [
  rest,
  `const di = zeros(this.inputs.value.shape); ${four("const dz = this.dlossDvalue.get(0, 0, u); di.data[di.index(y, x, f)] += dz * this.weights.get(u, y, x, f); this.dlossDweights.set(u, y, x, f, dz * this.inputs.value.get(y, x, f));")} this.inputs.dlossDvalue = di;`,
  `const di = this.inputs.dlossDvalue; di.data.fill(0); const dw = zeros(this.weights.shape); ${four("const dz = this.dlossDvalue.data[u]; di.set(y, x, f, di.get(y, x, f) + dz * this.weights.get(u, y, x, f)); dw.data[dw.index(u, y, x, f)] += dz * this.inputs.value.get(y, x, f);")} this.dlossDweights = dw;`,
];
const dense: Way[] = forwards.flatMap((forward) =>
  backwards.map((backward) => [forward, backward]),
);

export const rightWays: Record<string, readonly Way[]> = { conv, relu, pool, loss, dense };
