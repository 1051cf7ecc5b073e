import type { Figure } from "./figure.ts";

/** One figure of several, under a name for its place on the slider. */
export interface Step {
  readonly name: string;
  readonly figure: Figure;
}

/** Room for the slider, in pixels; a published page, whose slider is its own, takes it away again. */
const SLIDER_HEIGHT = 75;
/** Half of a letter, in pixels: the labels of the first and last step stand centred below the slider's ends. */
const HALF_LETTER = 3.5;

/** One figure with a slider that shows one step at a time; axes and size are those of the first. */
export function withSlider(label: string, steps: readonly Step[]): Figure {
  const stepOf = steps.flatMap(({ figure }, step) => figure.data.map(() => step));
  const [first] = steps;
  const side = HALF_LETTER * Math.max(...steps.map(({ name }) => name.length));
  return {
    data: steps.flatMap(({ figure }, step) =>
      figure.data.map((trace) => ({ ...trace, visible: step === 0 })),
    ),
    layout: {
      ...first.figure.layout,
      meta: {
        description:
          `${first.figure.layout.meta?.description ?? ""} ${stepsInWords(label, steps)}`.trim(),
      },
      height: (first.figure.layout.height ?? 450) + SLIDER_HEIGHT,
      sliders: [
        {
          active: 0,
          currentvalue: { prefix: `${label}: ` },
          pad: { t: 55, l: side, r: side },
          steps: steps.map(({ name, figure }, step) => ({
            label: name,
            method: "update",
            args: [
              { visible: stepOf.map((of) => of === step) },
              { title: figure.layout.title, meta: figure.layout.meta },
            ],
          })),
        },
      ],
    },
  };
}

/** More steps than these are not named one by one. */
const MOST_NAMED = 9;

function stepsInWords(label: string, steps: readonly Step[]): string {
  const names = steps.map(({ name }) => name);
  return names.length > MOST_NAMED
    ? `A slider goes through ${names.length} steps, from ${label} ${names[0]} to ${names.at(-1)}.`
    : `A slider goes through ${label} ${names.join(", ")}.`;
}
