import { expect } from "chai";
import { describeLittle, write } from "./little.ts";

const DIAGRAM = `import { decisionBoundary, voronoiRegions } from "lib/knn";
import { decisionRegions } from "lib/plot";
const points = [[1, 1], [-1, -1]] as [number, number][], labels = ["+", "-"];
const bounds = [-4, -4, 6, 4] as [number, number, number, number];
const regions = voronoiRegions({ points, labels }, 1, bounds);
const boundary = decisionBoundary(regions);
decisionRegions({ points, labels, regions, boundary, bounds, title: "Two points" });`;

describeLittle((site) => {
  it("let points of a diagram be moved by arrow keys and by the pointer, each move drawn at once", async () => {
    const { page, cell, complaints, close } = await site().open("little");
    await write(page, cell("c1"), DIAGRAM);
    await page.keyboard.press("Control+Enter");
    const point = cell("c1").getByRole("button", { name: /^Point \+/ });
    await point.press("Shift+ArrowRight");
    await point.press("ArrowUp");
    expect(await point.getAttribute("aria-label")).to.include("at 2, 1.1:");
    await point.scrollIntoViewIfNeeded();
    const box = await point.boundingBox();
    const { x, y } = box ?? { x: 0, y: 0 };
    await page.mouse.move(x + 10, y + 10);
    await page.mouse.down();
    const start = performance.now();
    for (let i = 1; i <= 20; i++) await page.mouse.move(x + 10 + 4 * i, y + 10);
    console.log(`      ${((performance.now() - start) / 20).toFixed(1)} ms a move, at most 50`);
    await page.mouse.up();
    expect(await point.getAttribute("aria-label")).to.match(/at 3\.\d+, 1\.1:/);
    await cell("c1").getByText("The library's own regions").waitFor();
    expect(complaints).to.deep.equal([]);
    await close();
  });
});
