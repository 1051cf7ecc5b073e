import { SoftmaxCrossEntropyLoss } from "../softmaxCrossEntropyLoss.ts";

/**
 * Negative log probability of the true class t under the softmax of the logits y.
 *
 *     softmaxProb[k] = exp(y[k]) / Σ_j exp(y[j])
 *     value          = −ln softmaxProb[t]
 *
 * logits [1,1,numClasses]  →  value, a number; softmaxProb [numClasses]
 */
export class OpSoftmaxCrossEntropyLoss extends SoftmaxCrossEntropyLoss {
  forward(): void {
    this.resetValues();
    const { softmaxProb } = this;
    const y = this.inputs.value.pick(0, 0, null);
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < this.numClasses; k++) largest = Math.max(largest, y.get(k));
    // exp(y − largest) ≤ 1 cannot overflow, and the shift cancels in the quotient.
    let sum = 0;
    for (let k = 0; k < this.numClasses; k++) sum += Math.exp(y.get(k) - largest);
    for (let k = 0; k < this.numClasses; k++) {
      softmaxProb.set(k, Math.exp(y.get(k) - largest) / sum);
    }
    // Not −ln softmaxProb[t]: that probability may be too small for a float64.
    this.value = Math.log(sum) - (y.get(this.trueLabel.value) - largest);
  }

  backward(): void {
    const { softmaxProb } = this;
    const dlossDy = this.inputs.dlossDvalue.pick(0, 0, null);
    for (let k = 0; k < this.numClasses; k++) dlossDy.set(k, dlossDy.get(k) + softmaxProb.get(k));
    dlossDy.set(this.trueLabel.value, dlossDy.get(this.trueLabel.value) - 1);
  }
}
