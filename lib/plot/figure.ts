import type { Config, Data, Layout } from "plotly.js";

/** The points that a nearest-neighbour classifier has learnt from, which a page lets its reader move. */
export interface MovablePoints {
  readonly points: readonly (readonly [x: number, y: number])[];
  /** One a point. */
  readonly labels: readonly (string | number)[];
  /** How many neighbours decide. */
  readonly k: number;
  /** [xMin, yMin, xMax, yMax] */
  readonly bounds: readonly [number, number, number, number];
  readonly title: string;
}

/** Plotly's layout; `meta.description` says in words what the picture shows, for who cannot see it. */
export type FigureLayout = Partial<Layout> & {
  meta?: { description: string; movable?: MovablePoints };
  /** Plotly's names of the buttons to be left out; its types lack them. */
  modebar?: { remove: readonly string[] };
};

/**
 * A Plotly figure as plain data. As the last value of a cell it shows itself;
 * anywhere else `show(figure)` puts it under the cell.
 */
export interface Figure {
  data: Partial<Data>[];
  layout: FigureLayout;
  config?: Partial<Config>;
}
