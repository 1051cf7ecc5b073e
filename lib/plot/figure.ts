import type { Config, Data, Layout } from "plotly.js";

/**
 * A Plotly figure as plain data. As the last value of a cell it shows itself;
 * anywhere else `show(figure)` puts it under the cell.
 */
export interface Figure {
  data: Partial<Data>[];
  layout: Partial<Layout>;
  config?: Partial<Config>;
}
