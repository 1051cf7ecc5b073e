import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { seededRandom } from "lib/data";
import { create } from "tar";
import type { DataFile } from "../../lib/data/description.ts";
import { readPackage, scanFiles } from "../../lib/data/readPackage.ts";
import { temporaryFolder, writeFiles } from "./miniature.ts";
import { openFiles } from "./openFiles.ts";

describe("a package of large and small files", () => {
  const random = seededRandom(1);
  const files = new Map(
    [3, 2_500_000, 700].map((bytes, i) => [
      `${i}.bin`,
      Buffer.from(Uint8Array.from({ length: bytes }, () => 256 * random())), // which does not shrink
    ]),
  );
  const described: DataFile[] = [...files].map(([name, { length }]) => ({ name, bytes: length }));
  const expected = [...files.values()];
  let folder: string;

  before(async () => {
    folder = await temporaryFolder();
    await writeFiles(folder, files);
    await writeFile(join(folder, "readme.html"), "?".repeat(3000));
    const names = ["readme.html", ...files.keys()];
    await create({ gzip: true, cwd: folder, file: join(folder, "a.tar.gz") }, names);
    await writeFile(join(folder, "1.bin.gz"), gzipSync(expected[1]));
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (name: string, from: DataFile[], isPacked: boolean) => {
    const taken: Buffer[] = [];
    await readPackage(
      isPacked ? { archive: join(folder, name) } : { folder },
      { name, urls: [], files: from },
      true,
      (_, content) => taken.push(Buffer.from(content)),
    );
    return taken;
  };

  it("is read whole, packed or not, and what else is in it passed over", async () => {
    expect(await read("a.tar.gz", described, true)).to.deep.equal(expected);
    expect(await read("a.tar.gz", described, false)).to.deep.equal(expected);
    expect(await read("1.bin.gz", [described[1]], true)).to.deep.equal([expected[1]]);
  });

  it("is refused where it is cut off, which is told apart, or none", async () => {
    for (const [name, from] of [
      ["a.tar.gz", described],
      ["1.bin.gz", [described[1]]],
    ] as const) {
      const whole = await readFile(join(folder, name));
      for (const [content, kind] of [
        [whole.subarray(0, whole.length / 2), "CutOffError"],
        [Buffer.from("<html>Please log in</html>"), "Error"],
      ] as const) {
        await writeFile(join(folder, `cut ${name}`), content);
        const error = await read(`cut ${name}`, [...from], true).catch((error) => error);
        expect(error.constructor.name, error.message).to.equal(kind);
        expect(error.message).to.match(/cut [^ ]*gz(: 1.bin)? cannot be read \(.+\)$/);
      }
    }
  });

  it("leaves no file open, whatever becomes of it", async () => {
    await read("a.tar.gz", described, false);
    const wrong = described.map((file) => ({ ...file, bytes: file.bytes - 1 }));
    for (const isPacked of [true, false]) {
      expect(await read("a.tar.gz", wrong, isPacked).catch(() => "it was refused")).to.equal(
        "it was refused",
      );
    }
    expect(openFiles(folder)).to.deep.equal([]);
  });

  it("is scanned piece by piece, each where it lies, and then its end is told", async () => {
    const found = new Map<string, Buffer>();
    const ended: string[] = [];
    await scanFiles(folder, { name: "a", urls: [], files: described }, true, ({ name, bytes }) => {
      const whole = Buffer.alloc(bytes);
      return {
        take: (piece, at) => whole.set(piece, at),
        end() {
          found.set(name, whole);
          ended.push(name);
        },
      };
    });
    expect([...found.values()]).to.deep.equal(expected);
    expect(ended).to.deep.equal([...files.keys()]);
  });

  it("is refused where any of its files is another, which is named", async () => {
    for (const [i, { name, bytes }] of described.entries()) {
      const spoilt = (change: Partial<DataFile>) =>
        described.map((file, k) => (k === i ? { ...file, ...change } : file));
      for (const [change, said] of [
        [{ bytes: bytes - 1 }, `${name} has more than ${bytes - 1} bytes`],
        [{ bytes: 2 }, `${name} has more than 2 bytes`],
        [{ bytes: bytes + 1 }, `${name} has ${bytes} bytes instead of ${bytes + 1}`],
        [{ sha256: "00" }, `${name} has the sha256`],
      ] as const) {
        for (const isPacked of [true, false]) {
          const reading = read("a.tar.gz", spoilt(change), isPacked);
          const { message } = await reading.catch((error) => error);
          expect(message).to.include(isPacked ? `a.tar.gz: ${said}` : `/${said}`);
        }
      }
    }
  });

  it("is refused where what it packs alone is another, which is told and not that reading ended", async () => {
    const [, file] = described;
    for (const [change, said] of [
      [{ bytes: 2 }, "has more than 2 bytes"],
      [{ bytes: file.bytes + 1 }, `has ${file.bytes} bytes instead of ${file.bytes + 1}`],
      [{ sha256: "00" }, "has the sha256"],
    ] as const) {
      const { message } = await read("1.bin.gz", [{ ...file, ...change }], true).catch((e) => e);
      expect(message).to.include(`1.bin.gz ${said}`);
    }
  });
});
