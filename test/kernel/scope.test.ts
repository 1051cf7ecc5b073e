import { expect } from "chai";
import { close, define, isReplaced, open, own, place, values } from "../../kernel/cells/scope.ts";

describe("the names that cells share", () => {
  afterEach(() => {
    for (const name of Object.keys(values)) Reflect.deleteProperty(values, name);
  });

  it("are values that can be changed, listed and removed", () => {
    place("a", 1);
    define({}, "b", { value: 2 });
    define({}, "c", { get: () => 3 });
    expect({ ...values }).to.deep.equal({ a: 1, b: 2, c: 3 });
    values.a = 4;
    delete values.b;
    expect({ ...values }).to.deep.equal({ a: 4, c: 3 });
    expect("toString" in values).to.equal(false);
  });

  it("are a cell's own variables, of which constants are not changed", () => {
    let [variable, constant] = [1, 2];
    own({
      variable: [() => variable, (value) => (variable = Number(value))],
      constant: [() => constant],
    });
    values.variable = 5;
    constant = 6;
    expect([variable, values.variable, values.constant]).to.deep.equal([5, 5, 6]);
    expect(() => {
      values.constant = 7;
    }).to.throw(TypeError, "Assignment to constant variable.");
    own({ variable: [() => 8] }); // declared anew
    expect(Object.keys(values)).to.deep.equal(["variable", "constant"]);
    expect(values.variable).to.equal(8);
  });

  it("are those that a cell has come to, and undefined where it has not", () => {
    open(["a", "b", "c"]);
    place("a", 1);
    place("c", undefined);
    expect(close(["a", "b", "c"], false)).to.deep.equal(["a", "c"]);
    expect({ ...values }).to.deep.equal({ a: 1, b: undefined, c: undefined });
  });

  it("are the old ones, or none, where a cell fails before it has come to them", () => {
    place("a", 1);
    place("b", 2);
    let kept = 3;
    own({ own: [() => kept, (value) => (kept = Number(value))] });
    const names = ["a", "b", "own", "added", "dead"];
    open(names);
    place("b", 4);
    own({
      dead: [
        () => {
          throw new ReferenceError("in its dead zone");
        },
      ],
    });
    expect(close(names, true)).to.deep.equal(["b"]);
    values.own = 5;
    expect(kept).to.equal(5);
    expect({ ...values }).to.deep.equal({ a: 1, b: 4, own: 5 });
  });

  it("tell which classes and functions were declared anew", () => {
    const declare = (value: unknown, name = "f") => {
      open([name]);
      place(name, value);
      close([name], false);
    };
    const [first, second, third] = [1, 2, 3].map(() => function f() {});
    const replaced = () => [first, second, third].map(isReplaced);
    declare(first);
    expect(replaced()).to.deep.equal([false, false, false]);
    declare(second);
    expect(replaced()).to.deep.equal([true, false, false]);
    declare(second);
    expect(replaced()).to.deep.equal([true, false, false]);
    declare(first);
    expect(replaced()).to.deep.equal([false, true, false]);
    declare(3);
    expect(replaced()).to.deep.equal([true, true, false]);
    declare(third, "g");
    declare(4, "g"); // the function has another name
    expect(replaced()).to.deep.equal([true, true, false]);
    const [old, now] = [4, 5].map(() => function f() {});
    own({ f: [() => old] });
    open(["f"]);
    own({ f: [() => now] });
    close(["f"], false);
    expect([isReplaced(old), isReplaced(now)]).to.deep.equal([true, false]);
  });
});
