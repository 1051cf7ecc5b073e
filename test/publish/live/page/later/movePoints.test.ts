import { expect } from "chai";
import type { Figure, MovablePoints } from "lib/plot";
import { movePoints } from "../../../../../publish/live/page/later/movePoints.ts";
import { withFakeTimers } from "../../fakeTimers.ts";
import { inPage } from "../../inPage.ts";

/** Longer than the points have to rest. */
const LONG = 10_000;

const POINTS: MovablePoints = {
  points: [
    [1, 1],
    [3, 2],
    [2, 3],
  ],
  labels: [1, 2, 3],
  k: 1,
  bounds: [0, 0, 4, 5],
  title: "Regions",
};

describe("points that the reader moves", () => {
  const window = inPage("", ["HTMLButtonElement"]);
  const pass = withFakeTimers();
  let place: HTMLElement;
  let plot: HTMLElement;
  let shown: Figure[];
  let themes: ((dark: boolean) => void)[];
  let darks: boolean[];
  let failing: string | undefined;
  let resize: () => void;
  const own = Object.getOwnPropertyDescriptor(globalThis, "ResizeObserver");

  beforeEach(() => {
    [shown, themes, darks, failing] = [[], [], [], undefined];
    place = document.createElement("figure");
    place.innerHTML = '<div class="js-plotly-plot"></div>';
    document.body.append(place);
    plot = place.firstElementChild as HTMLElement;
    plot.getBoundingClientRect = () => new window.DOMRect(1000, 2000, 500, 400);
    let [scale, offset] = [100, 30];
    const axis = (least: number, sign: number) => ({
      get _offset() {
        return offset;
      },
      _length: 400,
      l2p: (value: number) => sign * scale * (value - least),
      p2l: (pixels: number) => (sign * pixels) / scale + least,
    });
    Object.assign(plot, { _fullLayout: { xaxis: axis(0, 1), yaxis: axis(5, -1) } });
    Object.defineProperty(globalThis, "ResizeObserver", {
      configurable: true,
      value: class {
        constructor(act: () => void) {
          resize = () => {
            [scale, offset] = [50, 20];
            act();
          };
        }
        observe(element: Element) {
          expect(element).to.equal(plot);
        }
      },
    });
    window.followTheme = (use) => {
      themes.push(use);
      use(false);
    };
    window.figureParts = ({ data }, dark) => {
      darks.push(dark);
      return { data, layout: { plot_bgcolor: "rgb(9, 9, 9)" }, steps: [] } as never;
    };
  });
  afterEach(() => {
    if (own) Object.defineProperty(globalThis, "ResizeObserver", own);
    else Reflect.deleteProperty(globalThis, "ResizeObserver");
  });

  const open = (points = POINTS) =>
    movePoints(place, points, async (figure) => {
      if (failing) throw new Error(failing);
      shown.push(figure);
    });
  const handles = () => [...plot.querySelectorAll("button")];
  const note = () => place.querySelector("[role=status]")?.textContent;
  const drawing = () => plot.querySelector("svg.moving");
  const positions = () => handles().map(({ style }) => [style.left, style.top]);
  const names = () => handles().map((handle) => handle.getAttribute("aria-label"));
  const press = (i: number, key: string, shiftKey = false) => {
    const event = new window.KeyboardEvent("keydown", { key, shiftKey, cancelable: true });
    handles()[i].dispatchEvent(event);
    return event.defaultPrevented;
  };
  const settle = async () => {
    pass(LONG);
    await new Promise(setImmediate);
  };

  it("have a handle each, over their places in the diagram", () => {
    open();
    expect(plot.style.position).to.equal("relative");
    expect(positions()).to.deep.equal([
      ["130px", "430px"],
      ["330px", "330px"],
      ["230px", "230px"],
    ]);
    expect(names()).to.deep.equal([
      "Point 1 at 1, 1: the arrow keys move it",
      "Point 2 at 3, 2: the arrow keys move it",
      "Point 3 at 2, 3: the arrow keys move it",
    ]);
    expect(handles().map(({ type, className }) => `${type} ${className}`)).to.deep.equal(
      Array(3).fill("button point"),
    );
    expect(note()).to.equal("Drag the points, or move them by the arrow keys.");
    expect(place.querySelector("p")?.className).to.equal("run");
    expect([drawing(), shown]).to.deep.equal([null, []]);
    resize();
    expect(positions()[1]).to.deep.equal(["170px", "170px"]);
  });

  it("are left alone where there is no diagram", () => {
    plot.remove();
    open();
    expect(place.innerHTML).to.equal("");
  });

  it("are not offered before the diagram is drawn", () => {
    Object.assign(plot, { _fullLayout: undefined });
    expect(() => open()).to.throw("Plotly has not drawn the diagram.");
  });

  for (const [key, short, long] of [
    ["ArrowLeft", [2.9, 2], [2, 2]],
    ["ArrowRight", [3.1, 2], [4, 2]],
    ["ArrowUp", [3, 2.1], [3, 3]],
    ["ArrowDown", [3, 1.9], [3, 1]],
  ] as const) {
    it(`move by ${key}, further with Shift`, () => {
      for (const [shift, [x, y]] of [
        [false, short],
        [true, long],
      ] as const) {
        place.innerHTML = "";
        place.append(plot);
        plot.replaceChildren();
        open();
        expect(press(1, key, shift)).to.equal(true);
        expect(names()[1]).to.equal(`Point 2 at ${x}, ${y}: the arrow keys move it`);
        expect(positions()[1].map(Number.parseFloat)[0]).to.be.closeTo(30 + 100 * x, 1e-9);
        expect(positions()[1].map(Number.parseFloat)[1]).to.be.closeTo(30 + 100 * (5 - y), 1e-9);
        expect(names()[0]).to.equal("Point 1 at 1, 1: the arrow keys move it");
      }
    });
  }

  it("leave other keys to the page", async () => {
    open();
    expect(press(0, "Tab")).to.equal(false);
    await settle();
    expect([shown, darks]).to.deep.equal([[], []]);
  });

  it("stay in the diagram", () => {
    open();
    for (let i = 0; i < 4; i++) press(0, "ArrowLeft", true);
    for (let i = 0; i < 4; i++) press(0, "ArrowDown", true);
    for (let i = 0; i < 4; i++) press(2, "ArrowUp", true);
    for (let i = 0; i < 4; i++) press(1, "ArrowRight", true);
    expect(names().map((name) => /at ([^:]*)/.exec(String(name))?.[1])).to.deep.equal([
      ...["0, 0", "4, 2", "2, 5"],
    ]);
  });

  it("are drawn plainly while they move, in the theme of the page, and at rest as a figure", async () => {
    open();
    press(0, "ArrowRight");
    const svg = drawing();
    expect(svg?.getAttribute("viewBox")).to.equal("30 30 400 400");
    expect((svg as SVGElement | null)?.style.background).to.equal("rgb(9, 9, 9)");
    expect(svg?.nextElementSibling).to.equal(handles()[0]);
    const [, point] = /<circle cx="([^"]*)"/.exec(svg?.innerHTML ?? "") ?? [];
    expect(Number(point)).to.be.closeTo(140, 1e-9);
    themes[0](true);
    press(0, "ArrowRight");
    expect(drawing()).to.equal(svg);
    expect([darks, shown]).to.deep.equal([[false, true], []]);
    await settle();
    expect([shown.length, drawing()]).to.deep.equal([1, null]);
    expect(JSON.stringify(shown[0].data)).to.include("1.2");
    expect(note()).to.equal(
      "The library's own regions of the points as they stand here; the cells' variables are as they were.",
    );
    press(0, "ArrowRight");
    expect(drawing()).to.equal(svg);
  });

  it("stay where they were where no diagram can be made, and say why", async () => {
    open({ ...POINTS, k: 4 });
    press(0, "ArrowRight");
    expect(names()[0]).to.match(/^Point 1 at 1, 1:/);
    expect(note()).to.match(/\bk is 4\b/);
    expect(drawing()).to.equal(null);
    await settle();
    expect(shown).to.deep.equal([]);
    expect(note()).to.match(/\bk is 4\b/);
  });

  it("say why the figure cannot be drawn", async () => {
    open();
    failing = "no room";
    press(0, "ArrowRight");
    await settle();
    expect([note(), drawing()]).to.deep.equal(["no room", null]);
  });

  it("follow the pointer that holds them", () => {
    open();
    const [handle] = handles();
    let captured: number | undefined;
    handle.setPointerCapture = (pointer) => {
      captured = pointer;
    };
    handle.hasPointerCapture = (pointer) => pointer === captured;
    handle.getBoundingClientRect = () => new window.DOMRect(1120, 2420, 20, 40); // its centre is at 1130, 2440
    let seen = 0;
    plot.addEventListener("pointerdown", () => seen++);
    const point = (type: string, clientX: number, clientY: number) => {
      const event = new window.MouseEvent(type, { clientX, clientY, bubbles: true });
      handle.dispatchEvent(Object.assign(event, { pointerId: 5 }));
    };
    point("pointermove", 1200, 2400);
    expect(names()[0]).to.match(/^Point 1 at 1, 1:/);
    point("pointerdown", 1133, 2436); // 3 right of its centre, 4 above
    expect([captured, seen]).to.deep.equal([5, 0]);
    point("pointermove", 1333, 2226);
    expect(names()[0]).to.match(/^Point 1 at 3, 3:/);
    point("pointermove", 1304.4, 2246);
    expect(names()[0]).to.match(/^Point 1 at 2\.71, 2\.8:/);
  });
});
