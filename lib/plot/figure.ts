import type { Config, Data, Layout } from "plotly.js";

/** Plotly's layout; `meta.description` says in words what the picture shows, for who cannot see it. */
export type FigureLayout = Partial<Layout> & {
  meta?: { description: string };
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
