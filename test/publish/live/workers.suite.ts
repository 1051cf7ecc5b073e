import { expect } from "chai";
import { launchFirefox } from "./firefox.ts";
import { LiveSite } from "./livePage.ts";

const ROUNDS = 200;

/** A cell that starts two workers, hears them and ends them, again and again. */
const CELL = `const script = URL.createObjectURL(
  new Blob(["onmessage = ({ data }) => postMessage(data + 1);"], { type: "text/javascript" }),
);
const start = () => {
  const worker = new Worker(script, { type: "module" });
  const heard = new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
  worker.postMessage(1);
  return heard.finally(() => worker.terminate());
};
let sum = 0;
for (let round = 0; round < ${ROUNDS}; round++) {
  const [a, b] = await Promise.all([start(), start()]);
  sum += a + b;
}
sum;`;

describe("workers that a page's cells start, in Firefox", function () {
  this.timeout(120_000);

  it("all begin, where a worker that starts another may wait for ever", async function () {
    const firefox = await launchFirefox(this);
    const site = await LiveSite.make({ page: [{ id: "a", source: CELL }] });
    try {
      const page = await firefox.newPage();
      await page.goto(`${site.origin}/page.html`);
      await page.evaluate(
        `void window.bare.run("a", ${JSON.stringify(CELL)}).then((ran) => { window.ran = ran; })`,
      );
      const ended = () =>
        page.evaluate<string | undefined>("window.ran && JSON.stringify(window.ran)");
      let ran = await ended();
      for (; !ran; ran = await ended()) await new Promise((resolve) => setTimeout(resolve, 20)); // a busy page hangs sooner
      expect(JSON.parse(ran).outputs[0].data["text/plain"]).to.equal(String(4 * ROUNDS));
    } finally {
      await firefox.close();
      await site.remove();
    }
  });
});
