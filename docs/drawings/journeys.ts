/** A step of a journey through the code: who does what, and where. */
export interface Step {
  readonly file: string;
  /** A function, class or method that the file declares. */
  readonly name: string;
  readonly does: string;
}

/** From the Run button to a picture under the cell. */
export const RUN_TO_PICTURE: readonly Step[] = [
  {
    file: "kernel/server/execution.ts",
    name: "Execution",
    does: "takes the request from its queue",
  },
  {
    file: "kernel/server/builds.ts",
    name: "awaitBuild",
    does: "waits for a build of lib that is going on",
  },
  {
    file: "kernel/translator/translator.ts",
    name: "translate",
    does: "checks the types and makes JavaScript",
  },
  {
    file: "kernel/translator/exports.ts",
    name: "CellExports",
    does: "turns declarations into shared names",
  },
  { file: "kernel/cells/run.ts", name: "run", does: "runs the cell in the main thread" },
  { file: "kernel/cells/imports.ts", name: "requireFromCell", does: "loads what it imports" },
  {
    file: "kernel/cells/bundle.ts",
    name: "showResult",
    does: "asks the last value for its MIME bundle",
  },
  { file: "lib/plot/figure.ts", name: "Figure", does: "is that value: a figure as plain data" },
  {
    file: "kernel/server/sockets.ts",
    name: "publish",
    does: "sends the bundle to Jupyter, which draws it",
  },
];

/** From `train()` to a loss in the history. */
export const TRAIN_TO_LOSS: readonly Step[] = [
  {
    file: "lib/cifar/training/train.ts",
    name: "train",
    does: "checks model and data, locks the checkpoints",
  },
  {
    file: "lib/cifar/training/trainRun.ts",
    name: "trainRun",
    does: "loops: step, measure, store, stop",
  },
  {
    file: "lib/cifar/input/batchOrder.ts",
    name: "batchOrder",
    does: "chooses the images of step i",
  },
  {
    file: "lib/cifar/input/imageBatch.ts",
    name: "imageBatch",
    does: "crops and standardises them",
  },
  {
    file: "lib/cifar/training/trainStep.ts",
    name: "trainStep",
    does: "computes loss and gradients, changes the weights",
  },
  {
    file: "lib/cifar/evaluation/evaluate.ts",
    name: "crossEntropy",
    does: "is the loss, of logits",
  },
  {
    file: "lib/backend/step.ts",
    name: "runStep",
    does: "runs it, as one graph where the backend can",
  },
  {
    file: "lib/backend/wasm/convolutions.ts",
    name: "inputGradient",
    does: "is one of the kernels that WebAssembly trains with",
  },
  {
    file: "lib/cifar/training/lossReader.ts",
    name: "lossReader",
    does: "fetches the loss into the history",
  },
];

/** A journey as a Mermaid chart. */
export function journey(steps: readonly Step[]): string {
  const boxes = steps.map(
    ({ file, name, does }, i) => `  s${i}["<b>${name}</b> ${does}<br><i>${file}</i>"]`,
  );
  const arrows = steps.slice(1).map((_, i) => `  s${i} --> s${i + 1}`);
  return ["flowchart TD", ...boxes, ...arrows].join("\n");
}
