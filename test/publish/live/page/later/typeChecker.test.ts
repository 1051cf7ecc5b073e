import { expect } from "chai";
import type { ToChecker } from "../../../../../publish/live/page/later/typeChecker.ts";

/** The types that TypeScript cannot do without. */
const TYPES =
  "Array<T> Boolean CallableFunction Function IArguments NewableFunction Number Object RegExp String";
const LIB = TYPES.split(" ").map((name) => `interface ${name} {}`);

describe("the worker that checks the types of a page's cells", () => {
  const scope = globalThis as Record<string, unknown>;
  const names = ["addEventListener", "postMessage"];
  const own = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  const told: unknown[] = [];
  let hear: (event: { data: ToChecker }) => Promise<void>;
  before(async () => {
    scope.addEventListener = (type: string, act: typeof hear) => {
      if (type === "message") hear = act;
    };
    scope.postMessage = (message: unknown) => told.push(message);
    await import("../../../../../publish/live/page/later/typeChecker.ts");
  });
  after(() => {
    for (const [i, name] of names.entries()) {
      const before = own[i];
      if (before) Object.defineProperty(globalThis, name, before);
      else Reflect.deleteProperty(globalThis, name);
    }
  });

  it("says when it has read the declarations, then what is wrong with the last of some cells", async () => {
    const text = JSON.stringify({ "/lib.es2023.d.ts": LIB.join("\n") });
    await hear({ data: { declarations: `data:,${encodeURIComponent(text)}` } });
    expect(told).to.deep.equal(["ready"]);
    await hear({ data: { sources: ["const a = 1;", "const b: string = a;"] } });
    await hear({ data: { sources: ["const a = 1;"] } });
    expect(told.slice(1)).to.deep.equal([
      [{ line: 1, column: 7, text: "Type 'number' is not assignable to type 'string'." }],
      [],
    ]);
  });
});
