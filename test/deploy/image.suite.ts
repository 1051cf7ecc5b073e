// npm run test:image: the image of deploy/Dockerfile is built, and trains in a container as a hub starts it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { type Containers, containers } from "./container.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("the image", function () {
  this.timeout(3_600_000);
  let folder: string;
  let here: Containers;

  before(function () {
    folder = mkdtempSync(path.join(tmpdir(), "image-"));
    execFileSync("chmod", ["755", folder]);
    const found = containers(folder);
    if (typeof found === "string") {
      console.log(`skipped: ${found}`);
      this.skip();
    }
    here = found;
    const data = ["run", "--silent", "data", "--", path.join(folder, "data")];
    execFileSync("npm", data, { cwd: root, stdio: "inherit" });
    here.build(root);
  });

  after(() => {
    here?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const mounts = () => ({
    "/data": path.join(folder, "data"),
    "/mnt": path.join(root, "test/deploy"),
  });

  it("trains as uid 1000, read-only, with 1 GB and without a network, on data that it only reads", () => {
    const said = here.run(mounts(), [
      "/opt/jupyter/bin/python",
      "/mnt/cells.py",
      'process.env.CNN_DATA_DIR = "/data"; process.env.CNN_THREADS',
      'import { selectBackend } from "lib/backend"; (await selectBackend()).name',
      'import { loadCifar10 } from "lib/data"; const data = await loadCifar10(); data.train.source.description',
      'import { cifarCnn, train } from "lib/cifar"; const history = await train(cifarCnn({ seed: 3 }), data, { iterations: 20, seed: 3, onProgress() {} }); history.trainLoss.at(-1)?.value',
      'import * as fs from "node:fs"; let said = "written"; try { fs.writeFileSync("/opt/cnn-notebooks/x", ""); } catch (error) { said = (error as Error).message; } said',
    ]);
    const { uid, outputs } = JSON.parse(said.trim().split("\n").at(-1) ?? "");
    expect(uid).to.equal(1000);
    const texts = outputs.map((each: string[]) => each.join(""));
    expect(texts[0]).to.equal("'1'");
    expect(texts[1]).to.include("'wasm'");
    expect(texts[2]).to.include("where its images stay");
    expect(Number(texts[3])).to.be.within(1, 3);
    expect(texts[4]).to.match(/EROFS|EACCES/);
  });

  it("has JupyterHub's single-user server, of the version that the chart brings", () => {
    expect(here.run({}, ["jupyterhub-singleuser", "--version"])).to.match(/^6\.\d+\.\d+/m);
  });

  it("has no worked notebook, no solution and no source of an operation", () => {
    const sources =
      "find -L /opt/cnn-notebooks /src -not -path '*/node_modules/*' 2>/dev/null | grep -E '/src|ipynb$|solutions|/ops/[a-zA-Z0-9]+\\.ts$' || true";
    const found = here.run({}, ["sh", "-c", sources]).split("\n").filter(Boolean);
    const given = found.filter((file) =>
      /^\/opt\/cnn-notebooks\/assignment\/[^/]+\.ipynb$/.test(file),
    );
    expect(given).to.have.length(3);
    const others = found.filter((file) => !given.includes(file) && !file.endsWith(".d.ts"));
    expect(others).to.deep.equal([]);
    const solved = `grep -lE '" *// BEGIN SOLUTION|Math\\.max\\(0, this' "$@" || true`;
    expect(here.run({}, ["sh", "-c", solved, "sh", ...given])).to.equal("");
  });
});
