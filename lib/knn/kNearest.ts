/** The k nearest of all that were offered, nearest first; at equal distance the lower index. */
export class KNearest {
  readonly indices: Int32Array;
  readonly distances: Float64Array;

  constructor(k: number) {
    this.indices = new Int32Array(k).fill(-1);
    this.distances = new Float64Array(k).fill(Infinity);
  }

  /** The distance of the k-th nearest so far: what is farther need not be offered. */
  get reach(): number {
    return this.distances[this.distances.length - 1];
  }

  offer(index: number, distance: number): void {
    const { indices, distances } = this;
    let i = distances.length;
    while (
      i > 0 &&
      (distance < distances[i - 1] || (distance === distances[i - 1] && index < indices[i - 1]))
    ) {
      i--;
    }
    if (i === distances.length) return;
    indices.copyWithin(i + 1, i);
    distances.copyWithin(i + 1, i);
    indices[i] = index;
    distances[i] = distance;
  }
}
