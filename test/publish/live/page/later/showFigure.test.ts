import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Figure, MovablePoints } from "lib/plot";
import { inPage } from "../../inPage.ts";
import { bodyOf, fakePage } from "../fakePage.ts";

describe("the first figure of a page that had none", () => {
  const window = inPage(bodyOf({ a: "1" }));
  const figure: Figure = { data: [], layout: {} };
  const scripts = () => [...document.head.querySelectorAll("script")];
  /** The module anew, as another page has it. */
  const fresh = (
    page: string,
  ): Promise<typeof import("../../../../../publish/live/page/later/showFigure.ts")> =>
    import(
      new URL(`../../../../../publish/live/page/later/showFigure.ts?${page}`, import.meta.url).href
    );
  beforeEach(() => {
    Reflect.deleteProperty(window, "showFigure");
    document.head.replaceChildren();
  });

  it("loads what draws it, one script after another, once", async () => {
    const { showFigure } = await fresh("loads");
    const shown: HTMLElement[] = [];
    const [place, other] = ["div", "div"].map((name) => document.createElement(name));
    const drawn = showFigure(fakePage(), place, figure);
    const also = showFigure(fakePage(), other, figure);
    for (const [i, name] of ["plotly", "figure", "interactive"].entries()) {
      await sleep(0);
      expect(scripts().map(({ src }) => src)[i]).to.equal(`https://a.org/assets/${name}.js`);
      expect(scripts()).to.have.length(i + 1);
      if (name === "interactive") {
        window.showFigure = (element) => {
          shown.push(element);
          return async () => {};
        };
      }
      expect(shown).to.deep.equal([]);
      scripts()[i].dispatchEvent(new window.Event("load"));
    }
    await Promise.all([drawn, also]);
    expect(shown).to.deep.equal([place.firstChild, other.firstChild]);
  });

  it("is not drawn where a script does not come", async () => {
    const { showFigure } = await fresh("fails");
    const drawn = showFigure(fakePage(), document.createElement("div"), figure).catch(String);
    await sleep(0);
    scripts()[0].dispatchEvent(new window.Event("error"));
    expect(await drawn).to.equal("Error: https://a.org/assets/plotly.js could not be loaded");
    expect(scripts()).to.have.length(1);
  });

  it("has points to move once it is drawn, where they can be moved", async () => {
    const { showFigure } = await fresh("moves");
    window.showFigure = (element) => async () => {
      await sleep(1);
      element.innerHTML = '<div class="js-plotly-plot"></div>';
    };
    window.followTheme = () => {};
    const points = [[0.5, 0.5]] as const;
    const movable: MovablePoints = { points, labels: [1], k: 1, bounds: [0, 0, 1, 1], title: "" };
    const place = document.createElement("div");
    const layout = { meta: { description: "", movable } };
    const moved = showFigure(fakePage(), place, { data: [], layout });
    expect(await moved.catch(String)).to.equal("Error: Plotly has not drawn the diagram.");
    expect(place.querySelector(".run")?.textContent).to.match(/^Drag the points/);
  });
});
