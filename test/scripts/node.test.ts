import { expect } from "chai";
import { MiniProject } from "./miniProject.ts";

describe("a Node that is too old", () => {
  let project: MiniProject;
  before(async () => {
    project = await MiniProject.make();
  });
  after(() => project.remove());

  const runOn = async (version: string) => {
    await project.write(
      "pretend.cjs",
      `Object.defineProperty(process.versions, "node", { value: "${version}" });`,
    );
    return project.run("setup", { preload: ["./pretend.cjs"] });
  };

  for (const version of ["10.19.0", "18.20.8", "20.18.3"]) {
    it(`is refused in a sentence with the remedy: ${version}`, async () => {
      const { code, output } = await runOn(version);
      expect(code).to.equal(1);
      expect(output)
        .to.include(`Node ${version} is too old: the notebooks need Node 20.19 or newer`)
        .and.include("https://nodejs.org");
      expect(await project.calls()).to.deep.equal([]);
    });
  }

  for (const version of ["20.19.0", "22.0.0", "100.1.0"]) {
    it(`is not ${version}`, async () => {
      const { code, output } = await runOn(version);
      expect(code, output).to.equal(0);
    });
  }
});
