import { expect } from "chai";
import { chromium } from "playwright-core";
import { findChromium, requireChromium } from "../../notebooks/jupyterlab.ts";
import { LivePage, LiveSite, textOf } from "./livePage.ts";

const TRAIN = `import { selectBackend } from "lib/backend";
import { cifarCnn, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";
const splits = await loadCifar10({ synthetic: { train: 100, validation: 20, test: 20 } });
const losses = async () => {
  const settings = { iterations: 2, batchSize: 4, seed: 3, onProgress() {}, log() {} };
  const { trainLoss } = await train(cifarCnn({ seed: 3 }), splits, settings);
  return trainLoss.map(({ value }) => value);
};`;

describe("WebGPU in a page", function () {
  this.timeout(600_000);

  it("is left alone where its adapter is software, and computes wasm's losses where it is forced", async function () {
    requireChromium(this);
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: [
        "--no-sandbox",
        "--enable-unsafe-webgpu",
        "--use-webgpu-adapter=swiftshader",
        "--enable-features=Vulkan",
      ],
    });
    const site = await LiveSite.make({ page: [{ id: "a", source: "1" }] });
    try {
      const live = await LivePage.open(browser, site, "page");
      const chosen = await live.run(
        "a",
        `${TRAIN}\nconst { name, reason } = await selectBackend();\n\`\${name}; \${reason}\``,
      );
      expect(textOf(chosen.outputs.at(-1))).to.match(
        /^'wasm; webgpu: there is (only a software adapter .*|no adapter)'$/,
      );
      const wasm = await live.run("a", "JSON.stringify(await losses())");
      const forced = await live.run(
        "a",
        'const { device } = await selectBackend({ backend: "webgpu" });\ndevice',
      );
      if (
        forced.state === "failed" &&
        /there is no adapter/.test(textOf(forced.outputs[0]) ?? "")
      ) {
        console.log(
          "      skipped: this Chromium has no adapter for WebGPU, not even a software one",
        );
        this.skip();
      }
      expect(textOf(forced.outputs.at(-1))).to.match(/^'software adapter /);
      const webgpu = await live.run("a", "JSON.stringify(await losses())");
      const numbers = [wasm, webgpu].map(({ outputs }) =>
        JSON.parse(String(textOf(outputs.at(-1))).slice(1, -1)),
      );
      for (const [i, loss] of numbers[1].entries()) expect(loss).to.be.closeTo(numbers[0][i], 1e-4);
      expect(numbers[1]).to.have.lengthOf(2);
    } finally {
      await browser.close();
      await site.remove();
    }
  });
});
