import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import * as plot from "lib/plot";
import { differenceOf } from "./compare.ts";
import { contentOf } from "./content.ts";
import { CURVE, EXAMPLES } from "./examples.ts";

/** What lib/plot exports besides functions that make figures. */
const OTHERS = [
  "PALETTE",
  "greyLevels",
  "layoutOf",
  "liveLoss",
  "liveProgress",
  "pngDataUri",
  "show",
];

const kept = new URL("kept/", import.meta.url);

describe("the examples of figures", () => {
  it("are one of each kind, each with what is kept of it", () => {
    const makers = Object.keys(plot).filter((name) => !OTHERS.includes(name));
    expect(Object.keys(EXAMPLES).toSorted()).deep.equal(makers.toSorted());
    const files = [...makers.flatMap((name) => [`${name}.json`, `${name}.svg`]), "curveSvg.svg"];
    expect(readdirSync(kept).toSorted()).deep.equal(files.toSorted());
  });

  for (const [name, figure] of Object.entries(EXAMPLES)) {
    it(`are as they were, or \`npm run test:pictures -- --write\` keeps the new: ${name}`, () => {
      const before = JSON.parse(readFileSync(new URL(`${name}.json`, kept), "utf8"));
      expect(contentOf(figure)).deep.equal(before);
    });
  }

  it("and the live curve, which is a picture, are as they were, to half a pixel", () => {
    const before = readFileSync(new URL("curveSvg.svg", kept), "utf8");
    expect(differenceOf(CURVE, before)).equal(undefined);
  });

  it("have a title and a description, and nothing that could not be written", () => {
    for (const [name, figure] of Object.entries(EXAMPLES)) {
      const content = JSON.stringify(contentOf(figure));
      expect(content, name)
        .to.match(/"title":/)
        .and.to.match(/"description":"\S/);
      expect(content, name).not.to.match(/undefined|NaN|Infinity|\[object/);
    }
  });
});

describe("the comparison of pictures", () => {
  const svg = '<rect x="10.25" fill="rgb(0, 114, 178)"/><image href="data:image/png;base64,AA11"/>';

  it("takes numbers for alike that differ by half a pixel at most", () => {
    expect(differenceOf(svg, svg)).equal(undefined);
    expect(differenceOf(svg.replace("10.25", "10.7"), svg)).equal(undefined);
    expect(differenceOf(svg.replace("10.25", "9.75"), svg)).equal(undefined);
    expect(differenceOf(svg.replace("10.25", "10.8"), svg))
      .to.include('x="10.8"')
      .and.include("was");
  });

  for (const [what, other] of Object.entries({
    "another colour": svg.replace("114", "115"),
    "another name": svg.replace("rect", "path"),
    "other pixels of an image": svg.replace("AA11", "AA12"),
    "something more": `${svg}<path d="M 1 2"/>`,
    "something less": svg.slice(0, 40),
  })) {
    it(`sees ${what}`, () => {
      expect(differenceOf(other, svg)).to.be.a("string");
      expect(differenceOf(svg, other)).to.be.a("string");
    });
  }
});
