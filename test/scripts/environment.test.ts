import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { jupyterPython } from "../../scripts/setup/python.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));

describe("environment.yml", () => {
  it("brings Python, Node as package.json asks and exactly the pins of requirements.txt", async function () {
    const python = await jupyterPython().catch(() => this.skip());
    const parse = "import json, yaml; print(json.dumps(yaml.safe_load(open('environment.yml'))))";
    const environment = JSON.parse(
      execFileSync(python, ["-c", parse], { cwd: repository, encoding: "utf8" }),
    );
    const { name, engines } = JSON.parse(await readFile(`${repository}/package.json`, "utf8"));
    expect(environment).to.deep.equal({
      name,
      channels: ["conda-forge"],
      dependencies: [
        "python>=3.10",
        `nodejs${engines.node}`,
        "pip",
        { pip: ["-r requirements.txt"] },
      ],
    });
  });

  it("finds every line of requirements.txt pinned", async () => {
    const requirements = await readFile(`${repository}/requirements.txt`, "utf8");
    for (const line of requirements.trim().split("\n")) expect(line).to.match(/^[\w.-]+==[\d.]+$/);
  });
});

describe("requirements.lock", () => {
  it("has every pin of requirements.txt in the same version, and hashes for all it has", async () => {
    const read = (name: string) => readFile(`${repository}/${name}`, "utf8");
    const plain = (name: string) => name.toLowerCase().replace(/[-_.]+/g, "-");
    const pins = (text: string) =>
      [...text.matchAll(/^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)/gm)].map(([, name, version]) => [
        plain(name),
        version,
      ]);
    const lock = await read("requirements.lock");
    const locked = Object.fromEntries(pins(lock));
    for (const [name, version] of pins(await read("requirements.txt"))) {
      expect(locked[name], name).to.equal(version);
    }
    for (const entry of lock.split(/^(?=\w)/m).filter((part) => !part.startsWith("#"))) {
      expect(entry).to.match(/ --hash=sha256:[\da-f]{64}\b/);
    }
  });

  it("names the extras that packages ask for, or pip takes their newest release, which has no hash here", async function () {
    const python = await jupyterPython().catch(() => this.skip());
    const lock = await readFile(`${repository}/requirements.lock`, "utf8");
    const asked = `
from importlib.metadata import distributions
for each in distributions():
    for requirement in each.requires or []:
        if "extra ==" not in requirement: print(requirement)`;
    const requirements = execFileSync(python, ["-c", asked], { encoding: "utf8" });
    const extras = [...requirements.matchAll(/^[\w.-]+\[[\w,-]+\]/gm)].map(([name]) => name);
    expect(extras).to.include("bleach[css]");
    for (const name of extras) expect(lock).to.include(`\n${name}==`);
  });
});
