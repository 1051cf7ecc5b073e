import { expect } from "chai";
import { CellQueue } from "../../kernel/server/cellQueue.ts";

describe("The requested cells", () => {
  it("come out in their order", () => {
    const queue = new CellQueue<string>();
    queue.add("first");
    queue.add("second");
    expect([queue.next(), queue.next(), queue.next()]).to.deep.equal([
      "first",
      "second",
      undefined,
    ]);
  });

  it("are cleared with those that arrive in the 20 ms after a failure, not with later ones", async () => {
    let pass = () => {};
    const pauses: number[] = [];
    const queue = new CellQueue<string>((milliseconds) => {
      pauses.push(milliseconds);
      return new Promise<void>((resolve) => (pass = resolve));
    });
    queue.add("here");
    const cleared = queue.clear();
    queue.add("under way");
    pass();
    expect(await cleared).to.deep.equal(["here", "under way"]);
    queue.add("later");
    expect(queue.next()).to.equal("later");
    expect(pauses).to.deep.equal([20]);
  });
});
