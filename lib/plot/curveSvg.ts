import { escapeHtml } from "../display/index.ts";
import type { Measurement } from "./learningCurves.ts";
import { FONT_FAMILY, PALETTE } from "./theme.ts";

/** What a small line chart shows. */
export interface Curve {
  readonly title: string;
  readonly points: readonly Measurement[];
  /** Right end of the iteration axis, which begins at 0. */
  readonly iterations: number;
  /** Writes the numbers at the ends of the vertical axis. */
  readonly format: (value: number) => string;
}

const WIDTH = 400;
const HEIGHT = 180;
const PLOT = { left: 50, right: 390, top: 28, bottom: 155 };

/**
 * A small line chart as SVG text, for a display that is replaced while a cell runs: JupyterLab
 * draws a Plotly figure once and ignores its updates.
 */
export function curveSvg(
  { title, points, iterations, format }: Curve,
  color: string = PALETTE[0],
): string {
  const values = points.map(({ value }) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = (iteration: number) => PLOT.left + (iteration / iterations) * (PLOT.right - PLOT.left);
  const y = (value: number) =>
    PLOT.bottom - ((value - low) / (high - low || 1)) * (PLOT.bottom - PLOT.top);
  const places = points.map((p) => [x(p.iteration).toFixed(1), y(p.value).toFixed(1)]);
  const text = (at: string, content: string) =>
    `<text ${at} fill="currentColor">${escapeHtml(content)}</text>`;
  const newest = places
    .slice(-1)
    .map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="2.5" fill="${color}"/>`);
  const ends = new Set(points.length > 0 ? [low, high] : []);
  return [
    `<svg role="img" aria-label="${escapeHtml(title)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}"` +
      ` font-family="${FONT_FAMILY}" font-size="12">`,
    `<path d="M${PLOT.left},${PLOT.top}V${PLOT.bottom}H${PLOT.right}" fill="none" stroke="#888888"/>`,
    `<polyline points="${places.join(" ")}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
    ...newest,
    text(`x="${PLOT.left}" y="16" font-weight="bold"`, title),
    ...[...ends].map((v) =>
      text(`x="${PLOT.left - 6}" y="${y(v) + 4}" text-anchor="end"`, format(v)),
    ),
    text(`x="${PLOT.left}" y="${HEIGHT - 8}"`, "0"),
    text(`x="${PLOT.right}" y="${HEIGHT - 8}" text-anchor="end"`, `${iterations} iterations`),
    "</svg>",
  ].join("\n"); // lines keep its texts apart where a page takes SVG away, as JupyterLab does from notebooks of others
}
