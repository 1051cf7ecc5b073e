/** The k nearest of all that came by, nearest first; at equal distance the lower index. */
export class KNearest {
  readonly indices: Int32Array;
  readonly distances: Float64Array;

  constructor(k: number) {
    this.indices = new Int32Array(k).fill(-1);
    this.distances = new Float64Array(k).fill(Infinity);
  }

  /** The distance of the k-th nearest so far. */
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

  /**
   * Offers the candidates `from`, `from` + 1, … of which only a lower bound of the distance is known, and
   * asks for the distance of those alone whose bound is within reach. What `distance` answers beyond the
   * reach that it is told may be any number beyond it. Overwrites bounds.
   */
  search(
    from: number,
    bounds: Float32Array,
    distance: (index: number, reach: number) => number,
  ): void {
    // As long as everything is within reach, begin with the least bounds: they narrow it.
    const first = new KNearest(
      this.reach === Infinity ? Math.min(this.indices.length, bounds.length) : 0,
    );
    if (first.indices.length > 0) for (let i = 0; i < bounds.length; i++) first.offer(i, bounds[i]);
    for (const i of first.indices) {
      if (bounds[i] <= this.reach) this.offer(from + i, distance(from + i, this.reach));
      bounds[i] = NaN;
    }
    let { reach } = this;
    for (let i = 0; i < bounds.length; i++) {
      if (!(bounds[i] <= reach)) continue; // NaN is one of the first
      this.offer(from + i, distance(from + i, reach));
      reach = this.reach;
    }
  }
}
