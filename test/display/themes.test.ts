import { expect } from "chai";
import { BehaviourReport } from "lib/cifar";
import { type MimeBundle, table } from "lib/display";
import { CheckReport } from "lib/ops";
import { liveProgress } from "lib/plot";
import { liveSearch } from "../../lib/cifar/gridSearch/liveSearch.ts";
import { searchProgress } from "../../lib/cifar/gridSearch/searchProgress.ts";
import type { Entry } from "../../lib/cifar/gridSearch/trial.ts";

type Colour = readonly [r: number, g: number, b: number, alpha: number];

/** The colours of text and of what lies under it, rows of tables in turns, in JupyterLab's themes. */
const THEMES: readonly [theme: string, text: Colour, papers: readonly Colour[]][] = [
  [
    "light",
    [0, 0, 0, 0.87],
    [
      [255, 255, 255, 1],
      [245, 245, 245, 1],
    ],
  ],
  [
    "dark",
    [255, 255, 255, 1],
    [
      [17, 17, 17, 1],
      [33, 33, 33, 1],
    ],
  ],
];

/** Contrast that text and what is drawn need at least: https://www.w3.org/TR/WCAG21/#contrast-minimum */
const [OF_TEXT, OF_LINES] = [4.5, 3];

function parse(text: string): Colour {
  const hex = /^#(..)(..)(..)$/.exec(text)?.slice(1);
  if (hex) {
    const [r, g, b] = hex.map((digits) => Number.parseInt(digits, 16));
    return [r, g, b, 1];
  }
  const numbers = /^rgba\(([^)]*)\)$/.exec(text)?.[1].split(",").map(Number);
  if (numbers?.length !== 4) throw new Error(`${text}: a colour is #rrggbb or rgba(r, g, b, a)`);
  return [numbers[0], numbers[1], numbers[2], numbers[3]];
}

const over = ([r, g, b, alpha]: Colour, [R, G, B]: Colour): Colour => [
  alpha * r + (1 - alpha) * R,
  alpha * g + (1 - alpha) * G,
  alpha * b + (1 - alpha) * B,
  1,
];

function luminance([r, g, b]: Colour): number {
  const [red, green, blue] = [r, g, b].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of a colour on another one on a third. */
function contrast(colour: Colour, background: Colour, paper: Colour): number {
  const below = over(background, paper);
  const [dark, light] = [luminance(over(colour, below)), luminance(below)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** What HTML has that cannot be read on a paper. */
function unreadable(html: string, text: Colour, paper: Colour): string[] {
  const found: string[] = [];
  for (const [tag] of html.matchAll(/<\w[^>]*>/g)) {
    const colourOf = (name: string) =>
      new RegExp(`[;"\\s]${name}(?::|=")\\s*((?:#|rgb)[^;"]*)`).exec(tag)?.[1];
    const [color, background] = [colourOf("color"), colourOf("background")];
    if (color ?? background) {
      const own = color ? parse(color) : text;
      const below = background ? parse(background) : paper;
      if (contrast(own, below, paper) < OF_TEXT) found.push(tag);
    }
    const drawn = [colourOf("stroke"), colourOf("fill")].filter((each) => each !== undefined);
    const isText = tag.startsWith("<text");
    for (const colour of drawn) {
      if (contrast(parse(colour), paper, paper) < (isText ? OF_TEXT : OF_LINES)) found.push(tag);
    }
    if (isText && !tag.includes('fill="currentColor"')) found.push(`${tag}: black in any theme`);
  }
  return found;
}

const KERNEL = Symbol.for("jupyter.kernel");

/** The HTML that a cell shows while `use` runs. */
function shownBy(use: () => void): string {
  let html = "";
  const display = ({ data }: { data: MimeBundle }) => {
    html = String(data["text/html"]);
  };
  Reflect.set(globalThis, KERNEL, { display });
  try {
    use();
  } finally {
    Reflect.deleteProperty(globalThis, KERNEL);
  }
  return html;
}

const comparison = (equal: boolean) => ({
  quantity: "forward" as const,
  yourShape: [1],
  referenceShape: [1],
  difference: equal ? 0 : 1,
  at: [0],
  yours: 1,
  reference: 1,
  bound: 1e-5,
  equal,
});
const measured = [1, 5, 9].map((iteration) => ({ iteration, value: 1 / iteration }));
const ended = (seed: number, layers: number, value: number): Entry => {
  const best = { iteration: 50, value };
  const stopped = { iteration: 100, reason: "all iterations done" };
  const history = { trainLoss: [], validationAccuracy: [best], best, stopped, seconds: 3 };
  return {
    hyperparameters: { seed, layers },
    settings: {},
    update: { iteration: 100, iterations: 100 },
    outcome: { status: "finished", history, weights: [] },
  };
};

const shown: [what: string, html: () => string][] = [
  [
    "a table",
    () =>
      Reflect.get(table([{ layer: "conv", parameters: 5 }]), Symbol.for("Jupyter.display")).call([
        { layer: "conv", parameters: 5 },
      ])["text/html"],
  ],
  [
    "the report of a check",
    () => new CheckReport("OpRelu", [comparison(true), comparison(false)], ["note"]).toHtml(),
  ],
  [
    "the report of a student's function",
    () =>
      new BehaviourReport("Your loop", [
        { behaviour: "stops", passed: true, hint: "" },
        { behaviour: "waits", passed: false, hint: "It does not." },
      ]).toHtml(),
  ],
  [
    "the progress of a training",
    () =>
      shownBy(() =>
        liveProgress()({
          iteration: 9,
          iterations: 10,
          loss: 1,
          imagesPerSecond: 1,
          secondsLeft: 1,
          trainLoss: measured,
          validationAccuracy: measured,
        }),
      ),
  ],
  [
    "the progress of a search",
    () => {
      const entries = [ended(1, 1, 0.4), ended(1, 2, 0.45), ended(2, 1, 0.5), ended(2, 2, 0.6)];
      const space = { seed: [1, 2], layers: [1, 2] };
      return shownBy(() =>
        liveSearch()(searchProgress(entries, { waiting: [], seconds: 9, space })),
      );
    },
  ],
];

describe("what the library shows in a notebook", () => {
  for (const [what, html] of shown) {
    for (const [theme, text, papers] of THEMES) {
      it(`can be read: ${what} in the ${theme} theme`, () => {
        const page = html();
        expect(page).to.match(/<(table|ul|progress)/);
        for (const paper of papers) expect(unreadable(page, text, paper)).to.deep.equal([]);
      });
    }
  }

  it("would be found if it could not be read", () => {
    const [, [, text, [paper]]] = THEMES;
    for (const tag of [
      '<b style="color:#333333">',
      '<td style="background:#ffffff">',
      '<text x="1">',
      '<path stroke="#222222">',
    ]) {
      expect(unreadable(tag, text, paper), tag).to.have.length(1);
    }
  });
});
