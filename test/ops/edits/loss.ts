import { type Edit, type Row, row } from "./edit.ts";

const right = "Math.log(sum) - (y.get(this.trueLabel.value) - largest)";
const loss = (number: string): Edit => [[right, number]];
const probability = (number: string): Edit => [["Math.exp(y.get(k) - largest) / sum", number]];
const atTrueClass = (text: string): Edit => [
  ["dlossDy.set(this.trueLabel.value, dlossDy.get(this.trueLabel.value) - 1);", text],
];
const p = "softmaxProb.get(this.trueLabel.value)";
const yTrue = "y.get(this.trueLabel.value)";
const losses = "Array.from(softmaxProb.data, (_, k) => Math.log(sum) + largest - y.get(k))";
const sumOf = (numbers: string) => `${numbers}.reduce((sum, number) => sum + number, 0)`;

export const softmaxCrossEntropyLoss: readonly Row[] = [
  row(/^It is the probability of the true class/, loss(p)),
  row(/^It is 1 − p of the true class/, loss(`1 - ${p}`)),
  row(/^The logarithm is to the base 2;/, loss(`(${right}) * Math.LOG2E`)),
  row(/^The logarithm is to the base 10;/, loss(`(${right}) * Math.LOG10E`)),
  row("The sum over the classes, ln Σ exp(y_j), is missing.", loss(`-${yTrue}`)),
  row("The sum over the classes, ln Σ exp(y_j − max), is missing.", loss(`largest - ${yTrue}`)),
  row(/^The true class's logit is missing/, loss("Math.log(sum) + largest")),
  row(/^The largest logit was subtracted/, loss(`Math.log(sum) - ${yTrue}`)),
  row(/^The true class's logit and \+ max are missing/, loss("Math.log(sum)")),
  row(/^The largest logit is added back once too often/, loss(`${right} + largest`)),
  row(/^The logarithm is missing/, loss(`sum - (${yTrue} - largest)`)),
  row(/^It is divided by the number of classes/, loss(`(${right}) / this.numClasses`)),
  row(/^It is multiplied by the number of classes/, loss(`(${right}) * this.numClasses`)),
  row(/^It is the sum over all classes/, loss(sumOf(losses))),
  row(/^It is the mean over all classes/, loss(`${sumOf(losses)} / this.numClasses`)),
  row(
    /^It is the entropy/,
    loss(sumOf("Array.from(softmaxProb.data, (p) => p > 0 ? -p * Math.log(p) : 0)")),
  ),
  row(
    /^exp is missing/,
    loss(`-Math.log(${yTrue} / ${sumOf("Array.from(softmaxProb.data, (_, k) => y.get(k))")})`),
  ),
  [/^It is the loss of class (\d+)/, (k) => [loss(`${losses}[${k}]`)]],
  [
    /^p is kept above (\S+) before the logarithm/,
    (least) => [loss(`-Math.log(${p} + ${least})`), loss(`-Math.log(Math.max(${p}, ${least}))`)],
  ],
  row(/^The minus one at the true class is missing/, atTrueClass("")),
  row(/^One is added at the true class/, [
    ["this.trueLabel.value) - 1", "this.trueLabel.value) + 1"],
  ]),
  row(/^One is subtracted from every class/, [
    ["+ softmaxProb.get(k)", "+ softmaxProb.get(k) - 1"],
    ...atTrueClass(""),
  ]),
  row(
    /^softmaxProb is not divided/,
    probability("Math.exp(y.get(k))"),
    probability("Math.exp(y.get(k) - largest)"),
  ),
  row(/^softmaxProb is zero/, probability("0")),
  row(/^softmaxProb holds the logits/, probability("y.get(k)")),
  row(/^softmaxProb holds ln p/, probability("y.get(k) - largest - Math.log(sum)")),
  row(/^The gradient replaces/, [["dlossDy.get(k) + softmaxProb", "softmaxProb"]]),
  [
    /^One is subtracted at class (\d+)/,
    (k) => [atTrueClass(`dlossDy.set(${k}, dlossDy.get(${k}) - 1);`)],
  ],
];
