import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { root } from "../../../scripts/setup/project.mjs";

const program = fileURLToPath(new URL("../../../grading/nbgrader/drawFigures.ts", import.meta.url));

describe("the figures of what nbgrader shows", () => {
  it("are pictures with their descriptions, one of each step, or a sentence why not", async () => {
    const points = { type: "scatter", x: [1, 2], y: [1, 2] };
    const step = (label: string) => ({ label, method: "restyle", args: [{ opacity: 0.5 }, [0]] });
    const figures = [
      { data: [points], layout: { title: { text: 'A "<b>quote</b>"' } } },
      { data: [points], layout: { sliders: [{ steps: [step("1"), step("2")] }] } },
      { data: [{ type: "<b>" }], layout: {} },
    ];
    const drawn = promisify(execFile)(process.execPath, ["--import", "tsx", program], {
      cwd: root,
    });
    drawn.child.stdin?.end(JSON.stringify(figures));
    const [one, steps, none] = JSON.parse((await drawn).stdout);
    const [, alt, data] = /^<img alt="([^"]*)" src="data:image\/svg\+xml;base64,([^"]*)">$/.exec(
      one,
    ) ?? ["", "", ""];
    expect(alt).to.equal("A &quot;quote&quot;.");
    expect(Buffer.from(data, "base64").toString()).to.match(/^<svg.*<\/svg>$/s);
    expect(steps).to.match(/^<img alt="" src="[^"]+"><img alt="" src="[^"]+">$/);
    expect(none).to.match(
      /^<p>The figure could not be drawn: It has a trace of type &lt;b&gt;; .*\.<\/p>$/,
    );
  });
});
