/** The orders of some names other than their own. */
export function wrongOrders(count: number): number[][] {
  const orders = (rest: readonly number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((first) => orders(rest.filter((i) => i !== first)).map((o) => [first, ...o]));
  const names = Array.from({ length: count }, (_, i) => i);
  return orders(names).filter((order) => order.some((name, i) => name !== i));
}
