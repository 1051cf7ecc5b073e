import { expect } from "chai";
import { smallSettings } from "../../../grading/run/smallSettings.ts";

describe("the settings that make a notebook small", () => {
  it("are those of its section, or none", () => {
    expect(smallSettings("3.0-nearest-neighbors")).to.match(/^const raster = /);
    expect(smallSettings("3.1-neural-network-operations")).to.match(/^const iterations = 3;\n/);
    expect(smallSettings("3.2")).to.match(/^const iterations = 20;\n/);
    expect(smallSettings("3.3-more")).to.equal("");
    expect(smallSettings("more-3.1")).to.equal("");
  });
});
