/** The sum of four numbers. */
export function total(numbers: v128): i32 {
  return (
    i32x4.extract_lane(numbers, 0) +
    i32x4.extract_lane(numbers, 1) +
    i32x4.extract_lane(numbers, 2) +
    i32x4.extract_lane(numbers, 3)
  );
}
