/** A table as CSV (RFC 4180), in which no cell is a formula. */
export const csv = (rows: (string | number)[][]): string =>
  rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");

function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
