import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { jupyterPython } from "../../scripts/setup/python.mjs";
import { inTemporaryHome } from "../notebooks/notebook.ts";

describe("the kernel, tried by jupyter_kernel_test", () => {
  it("passes all tests but the pager's, which it has none for", async () => {
    await inTemporaryHome(async (home, env) => {
      const script = path.join(import.meta.dirname, "conformance.py");
      const python = await jupyterPython();
      const { stderr } = await promisify(execFile)(python, [script], { cwd: home, env });
      const [passed, skipped] = ["ok", "skipped"].map(
        (outcome) => stderr.match(new RegExp(`^test_.* \\.\\.\\. ${outcome}`, "gm"))?.length,
      );
      expect({ passed, skipped }, stderr).to.deep.equal({ passed: 11, skipped: 1 });
      expect(stderr).to.match(/^test_pager .* skipped/m);
      expect(stderr).to.match(/^Ran 12 tests in .*\s+OK \(skipped=1\)$/m);
    });
  });
});
