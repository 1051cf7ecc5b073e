import os from "node:os";
import { expect } from "chai";
import { describe as inWords, machine } from "../../bench/core/machine.ts";

describe("the machine of a bench", () => {
  it("is the one that measures, without peers where there is no Python", () => {
    const found = machine(undefined);
    expect(found).to.include({ processor: os.cpus()[0].model, node: process.version });
    expect(found.cores).to.equal(os.availableParallelism());
    expect(found.memoryGiB).to.be.closeTo(os.totalmem() / 2 ** 30, 0.5);
    expect(found.peers).to.deep.equal({});
    expect(found.load).to.be.at.least(0);
  });

  it("is told in one line, with the versions of its peers", () => {
    const found = { ...machine(undefined), processor: "A processor", cores: 2, memoryGiB: 24 };
    expect(
      inWords({ ...found, node: "v20.1.0", peers: { python: "3.12", numpy: "2.1" } }),
    ).to.equal("A processor, 2 cores, 24 GiB; Node v20.1.0; python 3.12; numpy 2.1");
  });
});
