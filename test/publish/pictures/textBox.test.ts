import { expect } from "chai";
import { JSDOM } from "jsdom";
import { around, textBox } from "../../../publish/pictures/textBox.ts";

/** The letters by their widths, in thousandths of the font's size, as Adobe's font metrics have them. */
const LETTERS: Record<number, string> = {
  191: "'",
  222: "ijl",
  260: "|",
  278: " !,./:;I[\\]ft",
  333: "()-`r",
  334: "{}",
  355: '"',
  389: "*",
  469: "^",
  500: "Jcksvxyz",
  556: "#$0123456789?L_abdeghnopqu",
  584: "+<=>~−×",
  611: "FTZ",
  667: "&ABEKPSVXY",
  722: "CDHNRUw",
  778: "GOQ",
  833: "Mm",
  889: "%",
  944: "W",
  1015: "@",
};

/** The box of the text of an SVG. */
function boxOf(svg: string) {
  const { window } = new JSDOM(`<body><svg>${svg}</svg></body>`);
  try {
    const text = window.document.querySelector("text");
    if (!text) throw new Error("no text");
    return textBox(text);
  } finally {
    window.close();
  }
}

const widthOf = (svg: string) => {
  const { left, right } = boxOf(svg);
  return right - left;
};

describe("the box of a text", () => {
  it("is as wide as its letters, each of its own width", () => {
    const letters = Object.values(LETTERS).join("");
    expect(new Set(letters).size).equal(95 + 2); // all printable ones, and two that have no width
    const { window } = new JSDOM('<svg><text style="font-size: 1000px"></text></svg>');
    const text = window.document.querySelector("text");
    if (!text) throw new Error("no text");
    for (const [width, same] of Object.entries(LETTERS)) {
      for (const letter of same) {
        text.textContent = letter;
        expect(textBox(text).right, letter).closeTo(Number(width), 1e-9);
        text.textContent = `${letter}WW`;
        expect(textBox(text).right, letter).closeTo(Number(width) + 2 * 944, 1e-9);
      }
    }
    window.close();
  });

  it("stands on its place, by its anchor and its font's height", () => {
    const text = (attributes: string) =>
      boxOf(`<text style="font-size: 20px" ${attributes}>MM</text>`); // 33.32 wide
    const places = {
      "": [0, 33.32, 0],
      'x="7" y="-3"': [7, 40.32, -3],
      'x="7" text-anchor="start"': [7, 40.32, 0],
      'x="7" text-anchor="middle"': [-9.66, 23.66, 0],
      'x="7" text-anchor="end"': [-26.32, 7, 0],
      'dy="0.35em"': [0, 33.32, 7],
      'y="5" dy="-1em"': [0, 33.32, -15],
      'dy="4px"': [0, 33.32, 0],
    } as const;
    for (const [attributes, [left, right, baseline]] of Object.entries(places)) {
      const box = text(attributes);
      expect(box.left, attributes).closeTo(left, 1e-9);
      expect(box.right, attributes).closeTo(right, 1e-9);
      expect(box.top, attributes).closeTo(baseline - 18.1, 1e-9);
      expect(box.bottom, attributes).closeTo(baseline + 4.24, 1e-9);
    }
  });

  it("is around all of its lines", () => {
    const box = boxOf(`<text x="1" y="2" style="font-size: 10px" text-anchor="end">
      <tspan class="line" dy="0em">M</tspan><tspan class="line" dy="1.5em">WW</tspan></text>`);
    expect(box.left).closeTo(1 - 18.88, 1e-9);
    expect(box.right).equal(1);
    expect(box.top).closeTo(2 - 9.05, 1e-9);
    expect(box.bottom).closeTo(2 + 15 + 2.12, 1e-9);
  });

  it("takes the size and the weight that are nearest around each piece", () => {
    const [M, B] = [0.833, 0.833 * 1.06];
    const widths = {
      "<text>M</text>": 12 * M,
      '<g style="font-size: 20px"><text>M</text></g>': 20 * M,
      '<g style="font-size: 20px"><text style="font-size: 50%">M</text></g>': 10 * M,
      '<g style="font-weight: bold"><text style="font-size: 20px">M</text></g>': 20 * B,
      '<g style="font-weight: bold"><text style="font-weight: normal">M</text></g>': 12 * M,
      '<g style="font-size: 20px"><text style="font-weight: 600">M</text></g>': 20 * B,
      '<text style="font-size: 50%; font-weight: 500">M</text>': 6 * M,
      '<text style="font-weight: 599">M</text>': 12 * M,
      '<text style="font-size: 20px; font-weight: 700">M</text>': 20 * B,
      '<text style="font-size: 20px; font-weight: 400">M</text>': 20 * M,
      '<g style="font-size: 5px; font-weight: bold"><text style="font-size: 20px; font-weight: 400">M</text></g>':
        20 * M,
      '<text style="font-size: 20px">M<tspan style="font-weight: bold">M</tspan><tspan style="font-size: 70%">M</tspan></text>':
        20 * M + 20 * B + 14 * M,
    };
    for (const [svg, width] of Object.entries(widths)) {
      expect(widthOf(svg), svg).closeTo(width, 1e-9);
    }
  });
});

describe("the box around boxes", () => {
  it("has the outermost of their edges", () => {
    const a = { left: 1, top: -2, right: 3, bottom: 4 };
    const b = { left: -1, top: 0, right: 2, bottom: 9 };
    const both = { left: -1, top: -2, right: 3, bottom: 9 };
    expect([around([a, b]), around([b, a]), around([a])]).deep.equal([both, both, a]);
  });

  it("is empty around none", () => {
    expect(around([])).deep.equal({ left: 0, top: 0, right: 0, bottom: 0 });
  });
});
