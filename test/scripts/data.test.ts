import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { MiniProject } from "./miniProject.ts";

/** What stands in for lib's own of the same name: it says how it was called, and fails where it is asked to. */
const UNPACK = `
  export async function unpackDataset(dataset, folder, sources, { fetch: get, onProgress, ...times }) {
    console.log(JSON.stringify([dataset.name, folder, sources, get === fetch, onProgress(), times]));
    if (process.env.FAILS === dataset.name) throw new Error("there is no connection");
    const place = dataset.name === "MNIST" ? undefined : folder + "/of " + dataset.name;
    return { place, origin: "from the cache", damaged: place ? ["a file that is cut"] : [] };
  }`;
const DATASETS = `export const datasets = ["CIFAR-10", "MNIST"].map((name) => ({
  name,
  packages: [{ name: name + ".tar", urls: ["https://example.org/" + name, "https://example.org/2"] }],
}));`;

describe("npm run data", () => {
  let project: MiniProject;
  before(async () => {
    project = await MiniProject.make();
    const made = new URL("../../lib/dist/data/makeFolder.js", import.meta.url);
    const write = (name: string, text: string) => project.write(`lib/dist/data/${name}.js`, text);
    await project.write("lib/package.json", '{ "type": "module" }');
    await write("makeFolder", await readFile(fileURLToPath(made), "utf8"));
    await write("unpackDataset", UNPACK);
    await write("datasets", DATASETS);
    await write("showProgress", 'export const showProgress = () => () => "shown";');
    await write(
      "locate",
      'export const folderOf = ({ directory = "CNN_DATA_DIR" }) => ({ path: directory || "cache" });',
    );
    await project.run("setup");
  });
  after(() => project.remove());

  const data = async (env = {}) => {
    const args = ["in it", "--from", "stick", "--from", "/share"];
    const { code, output } = await project.run("data", { args, env });
    return { code, lines: output.trimEnd().split("\n") };
  };
  const called = (name: string) => {
    const sources = [project.path("stick"), "/share", "CNN_DATA_DIR", "cache"];
    const times = { pause: 1000, silence: 30_000, heartbeat: 1000, timeout: 5000 };
    return JSON.stringify([name, project.path("in it"), sources, true, "shown", times]);
  };

  it("looks in the folders that are named, CNN_DATA_DIR and the cache, and says what it found", async () => {
    const { code, lines } = await data();
    expect(code).to.equal(0);
    const place = project.path("in it");
    expect(lines).to.have.members([
      called("CIFAR-10"),
      "Passed over: a file that is cut",
      `CIFAR-10: from the cache, checked, now in ${place}/of CIFAR-10`,
      called("MNIST"),
      `Programs find them with CNN_DATA_DIR=${place}`,
    ]);
  });

  it("says what to fetch elsewhere where it cannot be had", async () => {
    const { code, lines } = await data({ FAILS: "CIFAR-10" });
    expect(code).to.equal(1);
    expect(lines).to.deep.equal([
      called("CIFAR-10"),
      "",
      "CIFAR-10: there is no connection",
      "Without a connection here, fetch CIFAR-10.tar from https://example.org/CIFAR-10 elsewhere and name its folder with --from.",
    ]);
  });
});
