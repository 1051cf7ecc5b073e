import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { JSDOM } from "jsdom";
import { execute } from "../../publish/execute.ts";
import { chooseNotebooks } from "../../publish/notebooks.ts";
import { finish } from "../../publish/page/finish.ts";
import { toPicture } from "../../publish/pictures/transform.ts";
import { readArguments } from "../../publish/readArguments.ts";
import { replaceSite } from "../../publish/site.ts";
import { work } from "../../scripts/setup/project.mjs";

const { signal } = new AbortController();

/** What is refused, and the sentence. */
const REFUSED: Readonly<Record<string, [() => unknown, RegExp]>> = {
  "a picture without alternative text": [
    () => finish('<h1>Title</h1><img src="a.png">', []),
    /^A picture has no alternative text: <img src="a\.png">$/,
  ],
  "a picture whose alternative text is empty": [
    () => finish('<h1>Title</h1><img src="a.png" alt="">', []),
    /^A picture has no alternative text: /,
  ],
  "a picture from another host": [
    () => finish('<h1>Title</h1><img src="https://example.org/a.png" alt="A">', []),
    /^A page loads nothing from elsewhere, this one names https:\/\/example\.org\/a\.png: put the file beside the notebook, and name it from there\.$/,
  ],
  "a picture from the folder above": [
    () => finish('<h1>Title</h1><img src="../a.png" alt="A">', []),
    /^A page loads nothing from elsewhere, this one names \.\.\/a\.png: /,
  ],
  "a picture from the folder above, in percent signs alone": [
    () => finish('<h1>Title</h1><img src="%2e%2e%5Ca.png" alt="A">', []),
    /^A page loads nothing from elsewhere, this one names %2e%2e%5Ca\.png: /,
  ],
  "a page without a heading": [
    () => finish("<h2>Part</h2><p>Prose.</p>", []),
    /^The page has no title: no cell has a heading of the first level\.$/,
  ],
  "a formula that is none": [
    () => finish('<h1>Title</h1><span class="tex">\\frac{1}</span>', []),
    /^The formula \\frac\{1\} cannot be set: KaTeX/,
  ],
  "a transform of a picture that it does not know": [
    () => [...JSDOM.fragment('<g transform="skewX(3)"/>').children].map(toPicture),
    /^a picture has the transform skewX, only translate, scale and rotate are known$/,
  ],
  "an option that there is not": [
    () => readArguments(["--exectue"]),
    /'--exectue'.*\nUse npm run publish/s,
  ],
  "a folder without notebooks": [() => chooseNotebooks([], []), /^There are no notebooks in /],
  "a word that means no notebook": [
    () => chooseNotebooks(["3.1-operations"], ["4"]),
    /^4 means no notebook\. There are:\n {2}3\.1-operations$/,
  ],
  "a word that means several": [
    () => chooseNotebooks(["3.1-a", "3.1-b"], ["3.1"]),
    /^3\.1 means 3\.1-a and 3\.1-b\. There are:/,
  ],
  "a Python that does not execute": [
    () => execute(process.execPath, "/nowhere", "3.1", signal, async () => {}),
    /^3\.1 was not executed to its end\.\n\n.*execute\.py/s,
  ],
};

describe("publishing refuses", () => {
  const { error } = console;
  before(async () => {
    await mkdir(work, { recursive: true });
    console.error = () => {}; // the progress of the run
  });
  after(() => {
    console.error = error;
  });

  for (const [what, [attempt, sentence]] of Object.entries(REFUSED)) {
    it(what, async () => {
      const refusal: unknown = await (async () => attempt())().catch((error) => error);
      expect(refusal).to.be.instanceOf(Error);
      expect((refusal as Error).message).to.match(sentence);
    });
  }
});

describe("the site", () => {
  it("is the old one again where the new one cannot take its place", async () => {
    const folder = await mkdtemp(join(work, "test-"));
    const site = join(folder, "site");
    try {
      await mkdir(site);
      await writeFile(join(site, "index.html"), "old");
      const made: string[] = [];
      const gone = async (folder: string) => {
        made.push(folder, `${folder}-old`);
        await rm(folder, { recursive: true });
      };
      const failure = await replaceSite(site, gone).catch(({ code }) => code);
      expect(failure).to.equal("ENOENT");
      expect(await readFile(join(site, "index.html"), "utf8")).to.equal("old");
      await replaceSite(site, (folder) => {
        made.push(folder, `${folder}-old`);
        return writeFile(join(folder, "index.html"), "new");
      });
      expect(await readFile(join(site, "index.html"), "utf8")).to.equal("new");
      expect(existsSync(join(site, "assets", "style.css"))).to.equal(true);
      expect(made.filter(existsSync)).to.deep.equal([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
