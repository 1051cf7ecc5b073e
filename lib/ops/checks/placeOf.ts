/** Where files of this library lie, in a browser or Node and in the kernel's stacks. */
const library = [
  new URL("../", import.meta.url).href,
  "lib/ops/",
  "lib/dist/ops/",
  "node_modules/",
];

/** The place of the user's code that an error comes from: " at cell 3:7:12". */
export function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const frame = frames.find((line) => !library.some((place) => line.includes(place)));
  const place = frame && /\(([^()]*:\d+:\d+)\)$|at (\S*:\d+:\d+)$/.exec(frame);
  const text = place?.[1] ?? place?.[2] ?? "";
  return text && text.length < 200 ? ` at ${text}` : "";
}
