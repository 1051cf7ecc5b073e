import fc from "fast-check";

/** Padding as `tf.conv2d` and `tf.maxPool` take it. */
export type Pad = "same" | "valid" | [[0, 0], [number, number], [number, number], [0, 0]];

/** Any, with so many zeros at most at each edge where they are counted. */
export function padding(most: number): fc.Arbitrary<Pad> {
  const counted = fc.tuple(fc.nat(most), fc.nat(most), fc.nat(most), fc.nat(most));
  return fc.oneof(
    fc.constantFrom<Pad>("same", "valid"),
    counted.map(
      ([top, bottom, left, right]): Pad => [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
    ),
  );
}
