const DECIMALS = 4;

const isWhole = (value: number) => Number.isInteger(value) && Math.abs(value) < 1e15;

/** How a number is written on its own. */
export function formatNumber(value: number): string {
  if (isWhole(value) || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4 ? value.toExponential(3) : String(Number(value.toPrecision(5)));
}

/** Numbers written alike: with as many decimals, up to four, as the one that needs most. */
export function formatNumbers(values: readonly number[]): string[] {
  const finite = values.filter(Number.isFinite);
  if (finite.every(isWhole)) return values.map(String);
  const sizes = finite.filter((value) => value !== 0).map(Math.abs);
  const isWide = Math.max(...sizes) >= 1e6 || Math.min(...sizes) < 1e-4;
  if (isWide) return values.map((value) => (value === 0 ? "0" : formatWide(value)));
  const rounded = finite.map((value) => Number(value.toFixed(DECIMALS)));
  const decimals = Math.max(1, ...rounded.map((value) => String(value).split(".")[1]?.length ?? 0));
  return values.map((value) => (Number.isFinite(value) ? value.toFixed(decimals) : String(value)));
}

const formatWide = (value: number) =>
  Number.isFinite(value) ? value.toExponential(3) : String(value);
