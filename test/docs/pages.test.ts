import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { Translator } from "../../kernel/translator/translator.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const { scripts } = JSON.parse(read("package.json"));
const tracked = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  {
    cwd: root,
    encoding: "utf8",
  },
)
  .split("\0")
  .filter((file) => file && existsSync(join(root, file)));

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

for (const page of tracked.filter((file) => file.endsWith(".md"))) {
  describe(page, () => {
    const text = read(page);

    it("links to files and headings that are there", () => {
      for (const [, target] of text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
        const [path, anchor] = target.split("#");
        const file = path ? join(dirname(page), path) : page;
        expect(existsSync(join(root, file)), target).to.equal(true);
        if (anchor) expect(anchorsOf(read(file)), target).to.include(anchor);
      }
    });

    it("holds no marks of an unfinished merge", () => {
      expect(text).to.not.match(/^(<{7}|>{7}) /m);
    });

    it("names commands that npm knows", () => {
      for (const [, command] of text.matchAll(/\bnpm run ([\w:-]+)/g)) {
        expect(Object.keys(scripts), command).to.include(command);
      }
    });

    const blocks = [...text.matchAll(/^ *```ts\n(.*?)^ *```$/gms)].map(([, code]) => code);
    if (blocks.length) {
      it("has TypeScript that compiles, block after block, as the cells of a notebook", () => {
        const translator = new Translator("typescript");
        for (const code of blocks) {
          const translated = translator.translate(page, code, []);
          const failure = "failure" in translated ? translated.failure.traceback.join("\n") : "";
          expect(failure, code).to.equal("");
          translator.settle([], true);
        }
      });
    }

    it("names files and folders that are there", () => {
      const paths =
        /(?:^|[\s(`])((?:lib|kernel|publish|scripts|test|bench|notebooks|docs)\/[\w./*-]*\w)/gm;
      for (const [, path] of text.matchAll(paths)) {
        if (text.includes(`from "${path}"`) || /\/(dist|\.venv)\b/.test(path)) continue;
        const pattern = new RegExp(`^${path.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}(/|$)`);
        expect(
          tracked.some((file) => pattern.test(file)),
          path,
        ).to.equal(true);
      }
    });
  });
}
