import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { Peer, threads } from "../../bench/core/side.ts";

const PEER = `
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const { double, fail } = JSON.parse(line);
  if (fail === "silently") process.exit();
  const answer = { number: 2 * double, threads: process.env.OMP_NUM_THREADS };
  console.log(JSON.stringify(fail ? { error: fail } : answer));
}
`;

describe("a peer", () => {
  let folder: string;
  let peer: Peer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "bench-peer-"));
    await writeFile(join(folder, "peer.mts"), PEER);
    peer = new Peer(pathToFileURL(join(folder, "peer.mts")), { env: threads(3) });
  });
  after(async () => {
    await peer.end();
    await rm(folder, { recursive: true });
  });

  it("answers each request in turn, with the threads that it was given", async () => {
    expect(await peer.ask({ double: 2 })).to.deep.equal({ number: 4, threads: "3" });
    expect(await peer.ask({ double: 21 })).to.deep.equal({ number: 42, threads: "3" });
  });

  it("that answers with an error fails with it, and goes on", async () => {
    expect(await peer.ask({ fail: "no such way" }).catch(String)).to.equal("Error: no such way");
    expect(await peer.ask({ double: 1 })).to.include({ number: 2 });
  });

  it("ends when it is told to", async () => {
    const other = new Peer(pathToFileURL(join(folder, "peer.mts")), {});
    await other.ask({ double: 1 });
    await other.end();
    const said = await other.ask({ double: 1 }).catch(String);
    expect(said).to.include("ended without an answer");
  });

  it("that ends without an answer is named", async () => {
    const said = await peer.ask({ fail: "silently" }).catch(String);
    expect(said).to.match(/^Error: .*peer\.mts ended without an answer$/);
  });

  it("in Python runs in the Python that it is given; one that is not there is named", async () => {
    const python = join(folder, "python");
    const absent = new Peer(pathToFileURL(join(folder, "peer.py")), { python });
    const said = await absent.ask({}).catch(String);
    expect(said).to.match(/^Error: .*peer\.py ended without an answer$/);
    await absent.end();
  });
});

describe("the threads of a peer", () => {
  it("are said to every library, whose choice of kernel is its own", () => {
    const environment = threads(2);
    for (const library of ["OMP", "OPENBLAS", "MKL"]) {
      expect(environment[`${library}_NUM_THREADS`], library).to.equal("2");
    }
    for (const kind of ["INTRA", "INTER"]) {
      expect(environment[`TF_NUM_${kind}OP_THREADS`], kind).to.equal("2");
    }
    expect(environment).to.have.property("OPENBLAS_CORETYPE", undefined);
    expect(environment).to.have.property("OPENBLAS_L2_SIZE", undefined);
  });
});
