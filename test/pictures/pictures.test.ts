import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import * as plot from "lib/plot";
import { differenceOf } from "./compare.ts";
import { EXAMPLES } from "./examples.ts";
import { meaningOf } from "./meaning.ts";

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
    it(`mean what they did, or \`npm run test:pictures -- --write\` keeps the new: ${name}`, () => {
      const before = JSON.parse(readFileSync(new URL(`${name}.json`, kept), "utf8"));
      expect(meaningOf(figure)).deep.equal(before);
    });
  }

  it("have a title and a description, and nothing that could not be written", () => {
    for (const [name, figure] of Object.entries(EXAMPLES)) {
      const meaning = JSON.stringify(meaningOf(figure));
      expect(meaning, name)
        .to.match(/"title":/)
        .and.to.match(/"description":"\S/);
      expect(meaning, name).not.to.match(/undefined|NaN|Infinity|\[object/);
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
