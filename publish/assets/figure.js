// What a page draws of a figure. Publishing runs this too, in jsdom, for the static pictures.

/** The keys whose colours say how large a number is: they stay as they are. */
const SCALES = ["colorscale", "coloraxis"];

/** The room under a figure that lib/plot's withSlider gives to the slider. */
const SLIDER_HEIGHT = 75;

/**
 * A copy of a figure in the colours of the page, apart from it the steps of its slider.
 * @param {import("lib/plot").Figure} figure
 * @param {boolean} dark
 * @returns {import("../globals.d.ts").FigureParts}
 */
function figureParts({ data, layout: { sliders, ...own } }, dark) {
  const plain = { paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff", font: { color: "#222222" } };
  /** @type {typeof own} */
  const layout = { ...plain, ...own };
  const [slider] = sliders ?? [];
  if (slider && layout.height) layout.height -= SLIDER_HEIGHT;
  return withColors({ data, layout, steps: slider?.steps ?? [], slider }, dark ? turned : same);
}
window.figureParts = figureParts;

/** @param {string} color */
const same = (color) => color;

/**
 * A copy of plain data in which every colour is changed.
 * @param {any} value
 * @param {(color: string) => string} change of #rrggbb or #rrggbbaa
 * @returns {any}
 */
function withColors(value, change) {
  if (Array.isArray(value)) return value.map((item) => withColors(item, change));
  if (value && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, own]) => [
        key,
        withColors(own, SCALES.includes(key) ? same : change),
      ]),
    );
  }
  const isColor = typeof value === "string" && /^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(value);
  return isColor ? change(value) : value;
}

/**
 * The colour with its lightness turned round: ink becomes light, paper dark, the hue stays.
 * White becomes #171717, the paper of the dark page, and black #ededed.
 * @param {string} color #rrggbb or #rrggbbaa
 */
function turned(color) {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [least, most] = [Math.min(...channels), Math.max(...channels)];
  const lightness = (least + most) / 2;
  const saturation = most === least ? 0 : (most - least) / (1 - Math.abs(2 * lightness - 1));
  const other = 0.93 - 0.84 * lightness;
  const reach = saturation * (1 - Math.abs(2 * other - 1));
  const hex = channels.map((channel) => {
    const share = most === least ? 0 : (channel - least) / (most - least) - 0.5;
    return Math.round(255 * (other + reach * share))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${hex.join("")}${color.slice(7)}`;
}
