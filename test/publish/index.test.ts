import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { JSDOM } from "jsdom";
import type { Notebook } from "../../publish/notebooks.ts";
import { PublishProject } from "./project.ts";

const FIGURE = '({ data: [{ y: [1, 3, 2] }], layout: { title: { text: "A line" } } });';

describe("npm run publish", function () {
  this.timeout(240_000);
  let project: PublishProject;

  /** Writes the second notebook without its cells compiled: the first stands for both. */
  const second = async (...cells: string[]) => {
    const name = "2.0-second";
    await project.uncompiled(name, await project.notebook(name, cells));
  };

  before(async () => {
    project = await PublishProject.make();
    await project.notebook("1.0-first", [
      "# 1.0 First\n\nSays $x^2$.\n\n## Part\n\nSee [the other](2.0-second.ipynb).",
      "const one = 1;\none + 40;",
      FIGURE,
    ]);
    await second("# 2.0 Second\n\nProse.", '"as it was";');
  });
  after(() => project.remove());

  it("executes every notebook, says where it is, and writes an index and a page for each", async () => {
    const { code, output } = await project.publish();
    expect(code, output).to.equal(0);
    expect(output).to.match(/1\.0-first: .*\n(.*\n)*1\.0-first: executed in \d+ s\n/);
    expect(output).to.include("site/index.html");
    const index = await project.read("site", "index.html");
    expect(index).to.include('<a href="1.0-first.html#Part">Part</a>');
    const page = await project.read("site", "1.0-first.html");
    expect(page).to.include("<pre>41</pre>");
    expect(page).to.include('<a href="2.0-second.html">the other</a>');
    expect(page).to.match(/<a rel="next" href="2\.0-second\.html">/);
    expect(page).to.match(/Executed on \d+ \w+ 20\d\d in \d+ s\./);
    expect(page).to.include('alt="A line."');
    expect(page).to.include("<math");
    expect(page).to.not.match(/(src|srcset|href)="(https?:)?\/\//);
    expect(await readdir(project.path(".setup"))).to.deep.equal([]);
  });

  it("executes one notebook alone and keeps the pages of the others", async () => {
    await second("# 2.0 Second\n\nProse.", '"as it is now";');
    const { code, output } = await project.publish("2.0");
    expect(code, output).to.equal(0);
    expect(output).to.not.include("1.0-first:");
    expect(await project.read("site", "2.0-second.html")).to.include("as it is now");
    expect(await project.read("site", "1.0-first.html")).to.include("<pre>41</pre>");
  });

  it("stops at a failing cell with notebook, cell and line, and leaves the site as it was", async () => {
    const before = await project.site();
    await second("# 2.0 Second", "1 + 1;", 'const a = 1;\nthrow new RangeError("boom");');
    const { code, output } = await project.publish();
    expect(code).to.equal(1);
    expect(output).to.include("2.0-second, cell 2, line 2: RangeError: boom");
    expect(await project.site()).to.deep.equal(before);
    expect(await readdir(project.path(".setup"))).to.deep.equal([]);
  });

  it("stops at a cell whose figure cannot be published, before the next one runs", async () => {
    const before = await project.site();
    const marker = project.path("ran");
    await second(
      "# 2.0 Second",
      '({ data: [{ type: "mesh3d" }], layout: { title: { text: "Solid" } } });',
      "await new Promise((resolve) => setTimeout(resolve, 20_000));",
      `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(marker)}, "");`,
    );
    const { code, output } = await project.publish("2.0");
    expect(code).to.equal(1);
    expect(output)
      .to.include("2.0-second, cell 1: the figure of cell-2 cannot be published")
      .and.include("It has a trace of type mesh3d");
    expect(await project.site()).to.deep.equal(before);
    expect(existsSync(marker)).to.equal(false);
    expect(await readdir(project.path(".setup"))).to.deep.equal([]);
  });

  it("ends on Ctrl-C while a notebook is executed, and leaves nothing behind", async () => {
    const before = await project.site();
    await second("# 2.0 Second", "await new Promise(() => {})");
    const publishing = await project.start("2.0");
    await publishing.says("2.0-second: the kernel starts");
    const { code, output } = await publishing.interrupt();
    expect(code).to.equal(1);
    expect(output).to.include("Interrupted: nothing was published, the site is as it was.");
    expect(await project.site()).to.deep.equal(before);
    expect(await readdir(project.path(".setup"))).to.deep.equal([]);
  });

  it("ends on Ctrl-C while it writes the pages, and leaves nothing behind", async () => {
    const before = await project.site();
    const stored = await project.read(".runs", "1.0-first.ipynb");
    const run = JSON.parse(stored);
    run.cells[2].outputs = Array.from({ length: 100 }, () => run.cells[2].outputs[0]);
    await project.executed("1.0-first", run);
    const publishing = await project.start("--no-execute", "1.0");
    await publishing.says("Writing the pages");
    const { code, output } = await publishing.interrupt();
    expect(code).to.equal(1);
    expect(output).to.include("Interrupted: nothing was published, the site is as it was.");
    expect(await project.site()).to.deep.equal(before);
    expect(await readdir(project.path(".setup"))).to.deep.equal([]);
    await project.executed("1.0-first", JSON.parse(stored));
  });

  it("gives the line of a type error too", async () => {
    await second("# 2.0 Second", "\n\nconst text: string = 1;");
    const { code, output } = await project.publish("2.0");
    expect(code).to.equal(1);
    expect(output).to.include("2.0-second, cell 1, line 3: TypeScriptError");
  });

  describe("with --no-execute", () => {
    it("takes stored runs, with prose that has changed since", async () => {
      await second("# 2.0 Second\n\nBetter.", '"as it is now";');
      const { code, output } = await project.publish("--no-execute");
      expect(code, output).to.equal(0);
      const page = await project.read("site", "2.0-second.html");
      expect(page).to.include("Better.").and.include("as it is now");
    });

    it("refuses a run of other code, naming the cell, and leaves the site as it was", async () => {
      const before = await project.site();
      await second("# 2.0 Second", "1 + 1;");
      const { code, output } = await project.publish("--no-execute", "2.0");
      expect(code).to.equal(1);
      expect(output)
        .to.include("its code cell 1, cell-2, has changed since its stored run")
        .and.include("npm run publish -- 2.0-second");
      expect(await project.site()).to.deep.equal(before);
    });

    it("does the same with and without a name after one notebook alone was published", async () => {
      const stored = await project.read(".runs", "2.0-second.ipynb");
      await rm(project.path(".runs", "2.0-second.ipynb"));
      const reason = "2.0-second is left out of the site: no run of it is stored";
      for (const names of [[], ["1.0"]]) {
        const { code, output } = await project.publish("--no-execute", ...names);
        expect(code, output).to.equal(0);
        expect(output).to.include(reason);
        expect([...(await project.site()).keys()]).to.include("1.0-first.html");
      }
      await writeFile(project.path(".runs", "2.0-second.ipynb"), stored);
    });

    it("names a damaged run and publishes the others", async () => {
      const file = project.path(".runs", "2.0-second.ipynb");
      const stored = await project.read(".runs", "2.0-second.ipynb");
      await writeFile(file, stored.slice(0, 99));
      const { code, output } = await project.publish("--no-execute");
      expect(code, output).to.equal(0);
      expect(output).to.include(`left out of the site: its stored run, ${file}, is damaged`);
      expect([...(await project.site()).keys()]).to.include("1.0-first.html");
      await writeFile(file, stored);
    });

    it("refuses where there is nothing to publish", async () => {
      await rename(project.path(".runs"), project.path("away"));
      const { code, output } = await project.publish("--no-execute");
      await rename(project.path("away"), project.path(".runs"));
      expect(code).to.equal(1);
      expect(output).to.include("There is no run to publish: `npm run publish` executes the");
    });

    it("links notebooks whose names have signs of URLs and HTML", async () => {
      const run = JSON.parse(await project.read(".runs", "1.0-first.ipynb"));
      const names = ["1 with # and ? and %41 signs", `1"><img src=x onerror="window.hurt=1">`];
      for (const name of names) {
        await project.executed(name, run);
        await project.uncompiled(name, run);
      }
      const { code, output } = await project.publish("--no-execute");
      expect(code, output).to.equal(0);
      const index = new JSDOM(await project.read("site", "index.html")).window.document;
      expect(index.querySelectorAll("[onerror]")).to.have.length(0);
      const there = [...(await project.site()).keys()];
      for (const file of there.filter((file) => file.endsWith(".html"))) {
        const { document } = new JSDOM(await project.read("site", file)).window;
        const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]");
        expect(policy?.getAttribute("content")).to.match(/^default-src 'none'; script-src 'self'/);
        for (const element of document.querySelectorAll("a, img, script")) {
          const link = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
          const [path] = link.split("#");
          if (path) expect(there, link).to.include(decodeURIComponent(path));
        }
      }
      for (const name of names) {
        for (const folder of ["notebooks", ".runs"]) {
          await rm(project.path(folder, `${name}.ipynb`));
        }
        await rm(project.path(".runs", `${name}.compiled.json`));
      }
    });

    it("leaves a notebook that was not asked for out of the site, and copies the pictures that its prose shows", async () => {
      const stored = await project.read(".runs", "1.0-first.ipynb");
      const run = JSON.parse(stored);
      run.cells[0].source += "\n\n![Two dots](shown/two%20dots.svg)";
      await project.executed("1.0-first", run);
      await mkdir(project.path("notebooks", "shown"));
      await writeFile(project.path("notebooks", "shown", "two dots.svg"), "<svg/>");
      const { code, output } = await project.publish("--no-execute", "1.0");
      expect(code, output).to.equal(0);
      expect(output).to.include("2.0-second is left out of the site: its code cell 1, cell-2,");
      expect([...(await project.site()).keys()]).to.not.include("2.0-second.html");
      expect(await project.read("site", "shown", "two dots.svg")).to.equal("<svg/>");
      await project.executed("1.0-first", JSON.parse(stored));
    });

    for (const [what, spoil, complaint] of [
      [
        "a figure that says nothing to who cannot see it",
        (run: Notebook) => {
          const [{ data = {} }] = run.cells[2].outputs ?? [];
          data["application/vnd.plotly.v1+json"] = { data: [{ y: [1] }], layout: {} };
        },
        "figures/1.0-first/cell-3: this figure cannot be published. It has neither a title nor layout.meta",
      ],
      [
        "a picture in its prose that is not there",
        (run: Notebook) => {
          run.cells[0].source += "\n\n![A dot](a%20dot.svg)";
        },
        "1.0-first: It shows a dot.svg, which is not in ",
      ],
      [
        "a picture in its prose that says nothing to who cannot see it",
        (run: Notebook) => {
          run.cells[0].source += "\n\n![](picture.png)";
        },
        "1.0-first: A picture has no alternative text: <img",
      ],
    ] as const) {
      it(`fails for ${what}`, async () => {
        const before = await project.site();
        const stored = await project.read(".runs", "1.0-first.ipynb");
        const run = JSON.parse(stored);
        spoil(run);
        await project.executed("1.0-first", run);
        const { code, output } = await project.publish("--no-execute", "1.0");
        await project.executed("1.0-first", JSON.parse(stored));
        expect(code).to.equal(1);
        expect(output).to.include(complaint);
        expect(await project.site()).to.deep.equal(before);
      });
    }
  });

  it("names the notebooks that there are when one is asked for that is not", async () => {
    const { code, output } = await project.publish("4.2");
    expect(code).to.equal(1);
    expect(output).to.include("4.2 means no notebook.").and.include("  1.0-first\n  2.0-second");
  });
});
