import { expect } from "chai";
import { JSDOM } from "jsdom";
import { toPicture, transformed } from "../../../publish/pictures/transform.ts";

/** Where a point of the innermost of some groups lies in their picture. */
function placeOf([x, y]: readonly [number, number], transforms: readonly string[]): number[] {
  const groups = transforms.map((list) => `<g${list && ` transform="${list}"`}>`).join("");
  const { window } = new JSDOM(`<div transform="scale(9)"><svg transform="scale(7)">${groups}`);
  try {
    const inner = [...window.document.querySelectorAll("g")].at(-1);
    if (!inner) throw new Error("no group");
    const point = { left: x, right: x, top: y, bottom: y };
    const { left, top, right, bottom } = transformed(toPicture(inner), point);
    expect([right, bottom]).deep.equal([left, top]);
    return [left, top];
  } finally {
    window.close();
  }
}

describe("the place of an element in its picture", () => {
  for (const [transforms, expected] of [
    [[""], [3, 5]],
    [["translate(10,20)"], [13, 25]],
    [["translate(10 20)"], [13, 25]],
    [["translate(10)"], [13, 5]],
    [["scale(2)"], [6, 10]],
    [["scale(2, -4)"], [6, -20]],
    [["rotate(90)"], [-5, 3]],
    [["rotate(180)"], [-3, -5]],
    [["rotate(-90)"], [5, -3]],
    [["rotate(90, 10)"], [5, -7]],
    [["rotate(90, 10, 20)"], [25, 13]],
    [["rotate(-90,10,20)"], [-5, 27]],
    [["translate(10,20) rotate(90)"], [5, 23]],
    [["rotate(90) translate(10,20)"], [-25, 13]],
    [["translate(10,20) scale(2,3) rotate(90)"], [0, 29]],
    [
      ["translate(10,20)", "", "scale(2,3)", "rotate(90)"],
      [0, 29],
    ],
    [
      ["rotate(90,1,2) scale(2,3) rotate(-90,4,5)", "translate(1,1)"],
      [-12, 11],
    ],
  ] as const) {
    it(`is transformed by ${transforms.join(" around ") || "nothing"}`, () => {
      const place = placeOf([3, 5], transforms);
      for (const i of [0, 1]) expect(place[i]).closeTo(expected[i], 1e-9);
    });
  }

  it("is unknown of a transform that Plotly does not use", () => {
    expect(() => placeOf([0, 0], ["skewX(3)"])).throw(
      "a picture has the transform skewX, only translate, scale and rotate are known",
    );
  });

  it("is the box around a turned box", () => {
    const half = Math.SQRT1_2;
    const box = transformed([half, half, -half, half, 10, 0], {
      ...{ left: 1, top: 2, right: 3, bottom: 6 },
    });
    expect(box.left).closeTo(10 + half * (1 - 6), 1e-9);
    expect(box.right).closeTo(10 + half * (3 - 2), 1e-9);
    expect(box.top).closeTo(half * (1 + 2), 1e-9);
    expect(box.bottom).closeTo(half * (3 + 6), 1e-9);
  });
});
