import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { worked } from "../../publish/place.ts";

describe("the place of the worked notebooks", () => {
  it("is in the project, as are their runs and their site", () => {
    const inProject = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
    expect(worked).to.deep.equal({
      notebooks: inProject("notebooks"),
      runs: inProject(".runs"),
      site: inProject("site"),
    });
  });
});
