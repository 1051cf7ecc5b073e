/** Pixels, or steps of a colour, by which a number of a picture may be off. */
const TOLERANCE = 0.5;

const NUMBER = /-?\d+(?:\.\d+)?(?:e-?\d+)?/g;

/**
 * Where a picture first differs from the kept one, by more than the tolerance in a number or at all in what
 * is no number; nothing where they look alike.
 */
export function differenceOf(svg: string, kept: string): string | undefined {
  const [parts, keptParts] = [partsOf(svg), partsOf(kept)];
  const at = parts.findIndex(([part], i) => !isClose(part, keptParts[i]?.[0]));
  if (at < 0 && parts.length === keptParts.length) return undefined;
  const i = at < 0 ? parts.length : at;
  return `…${around(svg, parts[i])}…\n  was …${around(kept, keptParts[i])}…`;
}

/** A text around one of its parts, or its end. */
function around(text: string, part: Part | undefined): string {
  const from = part?.[1] ?? text.length;
  return text.slice(Math.max(0, from - 60), from + 60);
}

type Part = readonly [text: string, at: number];

/** The numbers of a text and what is between them, each with its place; an image is one part. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp(`base64,[^"')]+|${NUMBER.source}`, "g"))) {
    parts.push([text.slice(end, match.index), end], [match[0], match.index]);
    end = match.index + match[0].length;
  }
  return [...parts, [text.slice(end), end]];
}

function isClose(part: string, kept: string | undefined): boolean {
  if (part === kept) return true;
  return part !== "" && kept !== undefined && Math.abs(Number(part) - Number(kept)) <= TOLERANCE;
}
