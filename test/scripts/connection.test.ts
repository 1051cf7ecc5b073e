import { expect } from "chai";
import { isConnected } from "../../scripts/setup/connection.mjs";

describe("the connection to a registry", () => {
  for (const [program, is, what] of [
    ["", true, "answers well"],
    ["console.log('429 Too Many Requests'); process.exit(1)", true, "refuses"],
    ["console.error('getaddrinfo ENOTFOUND'); process.exit(1)", false, "is not found"],
    ["console.error('retrying: ENOTFOUND')", true, "is found in the end"],
    ["setInterval(() => {}, 1000)", false, "is silent"],
  ] as const) {
    it(`is ${is ? "there" : "away"} where it ${what}`, async () => {
      const own = what === "is silent" ? { signal: AbortSignal.timeout(300) } : {};
      expect(await isConnected(process.execPath, ["-e", program], own)).to.equal(is);
    });
  }
});
