/** The address of an element of a tensor of float32 numbers. */
export function at(tensor: usize, index: i32): usize {
  return tensor + ((<usize>index) << 2);
}
