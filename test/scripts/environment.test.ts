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
