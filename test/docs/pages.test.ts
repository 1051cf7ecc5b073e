import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { root } from "../../scripts/setup/project.mjs";
import { read, tracked } from "./tracked.ts";

const { scripts } = JSON.parse(read("package.json"));

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
