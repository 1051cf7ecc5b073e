import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { checkedFile, checkPieces } from "../../lib/data/checkedFile.ts";

describe("a file that comes in pieces", () => {
  const sumOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  async function* stream(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
    yield* pieces;
  }
  const said = (work: Promise<unknown>) =>
    work.then(
      () => "it is right",
      (error: Error) => `${error.name}: ${error.message}`,
    );

  it("is handed over with the place of each, and at its end it is clear whether it was right", async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.boolean(), async (pieces, verify) => {
        const whole = Buffer.concat(pieces);
        const file = { name: "a", bytes: whole.length, sha256: sumOf(whole) };
        const taken: [number[], number][] = [];
        const check = (described: typeof file) =>
          said(
            checkPieces(described, stream(pieces), verify, (piece, at) =>
              taken.push([[...piece], at]),
            ),
          );
        expect(await check(file)).to.equal("it is right");
        expect(taken).to.deep.equal(
          pieces.map((piece, i) => [[...piece], Buffer.concat(pieces.slice(0, i)).length]),
        );
        const { length } = whole;
        expect(await check({ ...file, bytes: length + 1 })).to.equal(
          `Error: has ${length} bytes instead of ${length + 1}`,
        );
        if (length > 0) {
          expect(await check({ ...file, bytes: length - 1 })).to.equal(
            `Error: has more than ${length - 1} bytes`,
          );
        }
        const other = sumOf(Buffer.concat([whole, Uint8Array.of(1)]));
        expect(await check({ ...file, sha256: other })).to.equal(
          verify ? `WrongSum: has the sha256 ${file.sha256} instead of ${other}` : "it is right",
        );
        const buffer = new Uint8Array(length + 3).fill(9);
        expect(await checkedFile(file, stream(pieces), verify, buffer)).to.deep.equal(
          Uint8Array.from(whole),
        );
        expect([...buffer.subarray(length)]).to.deep.equal([9, 9, 9]);
      }),
    );
  });

  it("is right where no sum is published, but for the sum of another", async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const check = (other: string, verify = true) =>
      said(
        checkPieces(
          { name: "a", bytes: 3, other: { sha256: other, load: "loadOthers" } },
          stream([bytes]),
          verify,
          () => {},
        ),
      );
    expect(await check("00")).to.equal("it is right");
    expect(await check(sumOf(bytes))).to.equal("WrongSum: is the one that loadOthers loads");
    expect(await check(sumOf(bytes), false)).to.equal("it is right");
  });
});
