// Puts an interactive figure in the place of its pictures; these stay for print.

const CONFIG = {
  displaylogo: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "toImage"],
};
const WIDEST = 780;
/** Below, legends go under the plot and titles are broken into lines. */
const NARROW = 560;

/** @typedef {import("lib/plot").Figure["layout"]} Layout */

/**
 * @param {HTMLElement} place
 * @param {import("lib/plot").Figure} figure
 * @returns what draws another figure in its place, with the same slider
 */
function showFigure(place, figure) {
  let shown = figure;
  const plot = document.createElement("div");
  const { slider, steps } = window.figureParts(figure, false);
  const control = steps.length > 0 ? range(slider?.currentvalue?.prefix ?? "", steps) : undefined;
  if (control) place.append(control.element);
  place.append(plot);
  let drawn = 0; // the width

  const draw = async (/** @type {boolean} */ dark) => {
    drawn = place.clientWidth;
    const parts = window.figureParts(shown, dark);
    await window.Plotly.react(plot, parts.data, fitted(parts, drawn), CONFIG);
    const step = control && parts.steps[control.value()];
    if (step) {
      await window.Plotly[step.method](plot, ...step.args);
      const { layout } = /** @type {import("lib/plot").Figure} */ (/** @type {object} */ (plot));
      if (drawn < NARROW) {
        await window.Plotly.relayout(plot, {
          title: titleIn(layout.title, layout.width ?? drawn, drawn),
        });
      }
    }
    place.classList.add("interactive");
  };
  let dark = false;
  window.followTheme((now) => {
    dark = now;
    void draw(dark);
  });
  control?.onChange(() => draw(dark));
  new ResizeObserver(() => place.clientWidth !== drawn && draw(dark)).observe(place);
  return (/** @type {import("lib/plot").Figure} */ next) => {
    shown = next;
    return draw(dark);
  };
}
window.showFigure = showFigure;

/**
 * A slider that the keyboard and a finger can move.
 * @param {string} prefix such as "k: "
 * @param {{ label: string }[]} steps
 */
function range(prefix, steps) {
  const element = document.createElement("label");
  const input = document.createElement("input");
  const output = document.createElement("output");
  Object.assign(input, { type: "range", min: "0", max: String(steps.length - 1), value: "0" });
  const tell = () => {
    const { label } = steps[input.valueAsNumber];
    output.textContent = label;
    input.setAttribute("aria-valuetext", label);
  };
  input.addEventListener("input", tell);
  tell();
  element.className = "slider";
  element.append(prefix, output, input);
  return {
    element,
    value: () => input.valueAsNumber,
    onChange: (/** @type {() => void} */ use) => input.addEventListener("input", use),
  };
}

/**
 * The layout for so much room. Figures shrink with it, but heat maps not below what the titles beside
 * each other need, and with numbers in the cells not at all: those scroll.
 * @param {import("lib/plot").Figure} figure
 * @param {number} room
 */
function fitted({ data, layout }, room) {
  const { width: own = WIDEST, height = 450 } = layout;
  const hasNumbers = data.some((trace) => "texttemplate" in trace);
  const isHeatMap = data.some(({ type }) => type === "heatmap");
  const touch = matchMedia("(pointer: coarse)").matches ? { dragmode: false } : {};
  const width = hasNumbers ? own : Math.min(own, isHeatMap ? Math.max(room, NARROW) : room);
  const all = { ...layout, ...touch, width, height };
  if (width < own && (layout.yaxis?.scaleanchor || isHeatMap)) {
    const { l = 80, r = 80, t = 100, b = 80 } = layout.margin ?? {};
    all.height = Math.round(((height - t - b) * (width - l - r)) / (own - l - r)) + t + b;
  }
  if (width > room) {
    const title = titleIn(layout.title, width, room);
    const added = 18 * (title.text.split("<br>").length - 1);
    const margin = { ...layout.margin, t: (layout.margin?.t ?? 100) + added };
    return { ...all, title, margin, height: all.height + added };
  }
  if (width >= Math.min(own, NARROW)) return all;
  const shown = data.filter(
    (trace) => trace.name && !("visible" in trace && trace.visible === false),
  );
  const named = layout.showlegend && !layout.legend ? shown.length : 0;
  all.height += 30 * named;
  return {
    ...all,
    title: titleIn(layout.title, width, room),
    ...(named && { legend: { orientation: "h", y: -70 / all.height } }),
  };
}

/**
 * A title that is read at once in so much room, also over a figure that is wider and scrolls.
 * @param {Layout["title"]} title
 * @param {number} width of the figure
 * @param {number} room
 */
function titleIn(title, width, room) {
  return width > room
    ? { ...broken(title, room - 20), x: 0, xanchor: /** @type {const} */ ("left"), pad: { l: 10 } }
    : broken(title, width);
}

/**
 * A title in as many lines as it needs.
 * @param {import("lib/plot").Figure["layout"]["title"]} title
 * @param {number} width
 */
function broken(title, width) {
  const lines = [""];
  for (const word of ((typeof title === "string" ? title : title?.text) ?? "").split(" ")) {
    const line = `${lines[lines.length - 1]} ${word}`.trim();
    if (line.length > width / 8) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return { text: lines.join("<br>"), font: { size: 14 } };
}
