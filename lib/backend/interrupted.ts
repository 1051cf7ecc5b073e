import * as tf from "@tensorflow/tfjs";

/** What the notebooks' kernel emits after it has cut off a cell, maybe in the midst of an operation. */
const EVENT = "interrupted";

/**
 * Keeps TensorFlow.js usable after a cell was cut off: it would count the operation and the
 * gradient that never ended as still going on, and record no gradient any more.
 */
export function tidyUpAfterInterrupts(): void {
  const process: NodeJS.EventEmitter | undefined = globalThis.process;
  if (process?.listenerCount?.(EVENT) === 0) process.on(EVENT, tidyUp);
}

/** Between two turns of the event loop nothing of TensorFlow.js is going on. */
function tidyUp(): void {
  const engine = tf.engine();
  while (engine.state.scopeStack.length > 0) engine.endScope();
  engine.state.kernelDepth = 0;
  engine.state.gradientDepth = 0;
  engine.state.activeTape = [];
}
