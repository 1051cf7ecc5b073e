import type { Annotations, LayoutAxis } from "plotly.js";

/** Where a picture stands in its figure, and what its axes say. */
export interface PicturePlace {
  /** Number of the subplot: 1 is the axes x and y, 2 is x2 and y2. */
  readonly subplot?: number;
  /** In pixels of the picture. */
  readonly width: number;
  readonly height: number;
  /** Left and right end, as shares of the figure's width. */
  readonly domain?: readonly [number, number];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Names under the columns, and how far one is from the next. */
  readonly columnNames?: readonly string[];
  readonly cellWidth?: number;
  /** Names beside the rows, and how far one is from the next. */
  readonly rowNames?: readonly string[];
  readonly cellHeight?: number;
}

/** The two axes of a picture: square pixels, row 0 at the top, no ticks but names. */
export function pictureAxes(place: PicturePlace): Record<string, Partial<LayoutAxis>> {
  const { subplot = 1, width, height, domain = [0, 1], cellWidth = 1, cellHeight = 1 } = place;
  const n = subplot === 1 ? "" : String(subplot);
  const bare = {
    showgrid: false,
    zeroline: false,
    ticks: "" as const,
    constrain: "domain" as const,
  };
  return {
    [`xaxis${n}`]: {
      ...bare,
      ...names(place.columnNames, cellWidth),
      anchor: `y${n}` as LayoutAxis["anchor"],
      domain: [...domain],
      range: [0, width],
      title: { text: place.xLabel ?? "" },
    },
    [`yaxis${n}`]: {
      ...bare,
      ...names(place.rowNames, cellHeight),
      anchor: `x${n}` as LayoutAxis["anchor"],
      range: [height, 0],
      constraintoward: "top",
      title: { text: place.yLabel ?? "" },
      scaleanchor: `x${n}` as LayoutAxis["scaleanchor"],
    },
  };
}

/** A title over one of several pictures. */
export function panelTitle(text: string, subplot: number): Partial<Annotations> {
  const n = subplot === 1 ? "" : String(subplot);
  return {
    text,
    xref: `x${n} domain` as Annotations["xref"],
    yref: `y${n} domain` as Annotations["yref"],
    x: 0.5,
    y: 1,
    xanchor: "center",
    yanchor: "bottom",
    showarrow: false,
  };
}

function names(texts: readonly string[] | undefined, size: number): Partial<LayoutAxis> {
  return {
    tickvals: texts?.map((_, i) => (i + 0.5) * size),
    ticktext: texts && [...texts],
    showticklabels: texts !== undefined,
  };
}
