import { expect } from "chai";
import { completeInString } from "../../kernel/translator/stringCompletion.ts";

type Complete = Parameters<typeof completeInString>[0];

/** What is offered at the mark, where TypeScript has these names of these kinds, and others in `./`. */
function offered(marked: string, names: string[], ...kinds: string[]) {
  const [before, after] = marked.split("¦");
  const inFolder = `${before}./${after}`;
  const found = (candidates: string[]) => {
    const entries = kinds.map((kind) => ({ kind }));
    return { candidates, start: 0, end: 0, original: { entries } };
  };
  const plain = found(names);
  const complete = (code: string, position: number) => {
    if (code !== inFolder) return plain;
    expect(position).to.equal(before.length + 2);
    return found(["beside", ".hidden", "node_modules"]);
  };
  const { candidates, start, end, ...rest } = completeInString(
    complete as object as Complete,
    before + after,
    before.length,
  );
  expect(rest).to.deep.equal({ original: plain.original });
  return {
    candidates,
    replaced: (before + after).slice(start, end),
    isPlain: candidates === names,
  };
}

describe("what is offered within a text", () => {
  it("is as it is where it is no text", () => {
    for (const kinds of [[], ["function"], ["string", "function"], ["script", "function"]]) {
      expect(offered("a¦b", ["ab", "c"], ...kinds).isPlain, kinds.join()).to.equal(true);
    }
  });

  for (const [marked, names, candidates, replaced, kind = "external module name"] of [
    ["f('re¦')", ["relu", "tanh", "are"], ["relu"], "re", "string"],
    ["f(`¦lu`)", ["relu", ".a", "node_modules"], ["relu", ".a", "node_modules"], "lu", "string"],
    ["f('a/b¦')", ["a/bc", "b"], ["a/bc"], "a/b", "string"],
    ["import './b¦.ts'", ["b.ts", "beside.ts", "c.ts"], ["b.ts", "beside.ts"], "b.ts", "script"],
    ["import './¦'", ["b.ts", ".hidden", "node_modules", "c"], ["b.ts", "c"], "", "directory"],
    ["import '/x/b¦'", ["b", "c"], ["b"], "b", "script"],
    ["import '../a/b¦'", ["b", "c"], ["b"], "b", "script"],
    ["import 'lib/da¦ta'", ["data", "cifar"], ["data"], "data"],
    ["import 'lib/cifar/ch¦'", ["checks"], ["checks"], "ch"],
    ["import '@tensor¦'", ["@tensorflow", "@tensorless"], ["@tensorflow"], "@tensor"],
    ["import '@tensorflow/tf¦'", ["tfjs", "tfjs-none"], ["tfjs"], "tf"],
    ["import 'node:pa¦th'", ["node:path", "node:fs"], ["node:path"], "node:path"],
    ["import 'mo¦'", ["mocha"], [], "mo"],
    ["import '¦'", ["lib", "mocha"], ["lib", "./beside"], ""],
  ] as const) {
    it(`is ${candidates.join(", ") || "nothing"} at ${marked}`, () => {
      expect(offered(marked, [...names], kind, kind)).to.deep.equal({
        ...{ candidates, replaced, isPlain: false },
      });
    });
  }
});
