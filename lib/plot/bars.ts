import type { Figure } from "./figure.ts";
import { layoutOf, PALETTE } from "./theme.ts";

/** One chart of a row of bar charts. */
export interface BarPanel {
  readonly title: string;
  readonly values: readonly number[];
}

/** Draws bar charts of the same things beside each other, every bar with its number. */
export function bars(title: string, names: readonly string[], panels: readonly BarPanel[]): Figure {
  const width = 1 / panels.length;
  const axes: Record<string, object> = {};
  panels.forEach(({ title: text, values }, i) => {
    const n = i === 0 ? "" : i + 1;
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    const room = 0.15 * (high - low);
    axes[`xaxis${n}`] = {
      anchor: `y${n}`,
      domain: [i * width + 0.03, (i + 1) * width - 0.03],
      title: { text },
    };
    axes[`yaxis${n}`] = {
      anchor: `x${n}`,
      gridcolor: "#e5e5e5",
      zeroline: true,
      zerolinecolor: "#888888",
      range: [low < 0 ? low - room : 0, high + room],
    };
  });
  const label = (value: number) => String(Number(value.toPrecision(3))).replace("-", "−");
  const described = panels.map(
    ({ title: text, values }) =>
      `${text}: ${names.map((name, i) => `${name} ${label(values[i])}`).join(", ")}.`,
  );
  return {
    data: panels.map(({ title: name, values }, i) => ({
      type: "bar",
      name,
      x: [...names],
      y: [...values],
      xaxis: `x${i === 0 ? "" : i + 1}`,
      yaxis: `y${i === 0 ? "" : i + 1}`,
      text: values.map(label),
      textposition: "outside",
      cliponaxis: false,
      marker: { color: PALETTE[0] },
      hoverinfo: "skip",
    })),
    layout: {
      ...layoutOf({
        title: { text: title },
        description: `Bar charts. ${described.join(" ")}`,
        width: 780,
        height: 320,
      }),
      ...axes,
    },
  };
}
