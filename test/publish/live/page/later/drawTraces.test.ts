import { expect } from "chai";
import type { Figure } from "lib/plot";
import { drawTraces } from "../../../../../publish/live/page/later/drawTraces.ts";
import { inPage } from "../../inPage.ts";

const AREA = { left: 10, top: 20, width: 300, height: 200, ground: "rgb(1, 2, 3)" };
const STYLE = 'stroke-width="1" stroke-linecap="round"';

describe("the plain drawing of traces", () => {
  inPage("");
  const draw = (...traces: object[]) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.innerHTML = "<g/>";
    const scale = ([x, y]: readonly [number, number]) => [100 * x + 0.04, 50 * y] as const;
    drawTraces(svg, traces as Figure["data"], scale, AREA);
    return svg;
  };
  const drawn = (...traces: object[]) => draw(...traces).innerHTML;

  it("covers the area of the figure", () => {
    const svg = draw();
    expect(svg.getAttribute("viewBox")).to.equal("10 20 300 200");
    const { left, top, width, height, background } = svg.style;
    expect([left, top, width, height, background]).to.deep.equal([
      ...["10px", "20px", "300px", "200px", "rgb(1, 2, 3)"],
    ]);
    expect(svg.innerHTML).to.equal("");
  });

  it("has a path for lines, which gaps interrupt", () => {
    const line = { color: "red", width: 2.5 };
    expect(
      drawn({ mode: "lines", x: [0, 1, null, 2, 3, 4], y: [0, 1, 5, 2, null, 0], line }),
    ).to.equal(
      '<path d="M0.0 0.0L100.0 50.0M200.0 100.0M400.0 0.0" fill="none" stroke="red" stroke-width="2.5" stroke-linecap="round"></path>',
    );
  });

  it("fills what is to be filled", () => {
    const trace = { mode: "lines", x: [0, 1], y: [0, 0], fillcolor: "blue" };
    const path = (fill: string) =>
      `<path d="M0.0 0.0L100.0 0.0" fill="${fill}" stroke="none" ${STYLE}></path>`;
    expect(drawn({ ...trace, fill: "toself" })).to.equal(path("blue"));
    expect(drawn(trace)).to.equal(path("none"));
    expect(drawn({ ...trace, fill: "toself", fillcolor: undefined })).to.equal(path("none"));
  });

  it("has a circle and its text for markers, one after another", () => {
    const marker = { color: "red", size: 18, line: { color: "white", width: 1.5 } };
    const textfont = { color: "black", size: 9 };
    const [circle, text, ...rest] = draw({
      ...{ mode: "markers+text", x: [null, 1], y: [1, 2], text: "<b>7</b>", marker, textfont },
    }).children;
    expect(rest).to.deep.equal([]);
    expect(circle.outerHTML).to.equal(
      '<circle cx="100.04" cy="100" r="9" fill="red" stroke="white" stroke-width="1.5"></circle>',
    );
    expect(text.outerHTML).to.equal(
      '<text x="100.04" y="100" fill="black" font-size="9" text-anchor="middle" dy="0.35em" font-weight="bold" font-family="Helvetica, Arial">7</text>',
    );
  });

  it("takes small marks without colours where nothing else is said", () => {
    const [circle, text] = draw({ mode: "text", x: [0], y: [0] }).children;
    expect(circle.outerHTML).to.equal(
      '<circle cx="0.04" cy="0" r="3" fill="none" stroke="none" stroke-width="0"></circle>',
    );
    expect(text.outerHTML).to.match(/fill="none" font-size="12" .*><\/text>$/);
  });

  it("leaves out what has no places, and traces that show nothing", () => {
    expect(drawn({ mode: "text", y: [0] }, { x: [1], y: [1] })).to.equal("");
    expect(drawn({ mode: "lines" }, { mode: "markers", x: [1], y: [1] })).to.equal(
      `<path d="" fill="none" stroke="none" ${STYLE}></path>`,
    );
    expect(
      drawn({ mode: "lines", x: [1], y: [1] }, { mode: "lines" }).match(/<path/g),
    ).to.have.length(2);
  });
});
