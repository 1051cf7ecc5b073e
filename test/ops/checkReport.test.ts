import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { type Random, seededRandom } from "lib/data";
import {
  type CheckReport,
  cmpOps,
  gradientCheck,
  Layer,
  tensor,
  type Variable,
  variable,
} from "lib/ops";
import { OpDense, OpRelu } from "lib/ops/solutions";
import { useCpuBackend } from "./checks.ts";

const KERNEL = Symbol.for("jupyter.kernel");

/** A ReLU that forgets to clip. */
class Unclipped extends OpRelu {
  override forward(): void {
    this.value = tensor(this.inputs.value.data, this.inputs.value.shape);
  }
}

const inputs = () => variable(tensor([1, -2, 3, -4], [2, 2, 1]));
const check = (op: OpRelu, show?: (report: CheckReport) => void) =>
  cmpOps(op, (x) => tf.relu(x), { tf, ...(show && { show }) });

describe("the report of a check", () => {
  useCpuBackend();

  it("is a value: shapes, the largest difference, its place, the bound and the verdict", () => {
    const [forward] = check(new Unclipped(inputs()), () => {}).comparisons;
    expect(forward).deep.equal({
      quantity: "forward",
      yourShape: [2, 2, 1],
      referenceShape: [2, 2, 1],
      difference: 4,
      at: [1, 1, 0],
      yours: -4,
      reference: 0,
      bound: 1e-5 * 3,
      equal: false,
      hint: "Negative inputs are not clipped to 0.",
    });
  });

  it("takes its bound, its draws and whom it is shown to from the caller", () => {
    let draws = 0;
    const random = () => ++draws / 100;
    const shown: CheckReport[] = [];
    const show = (report: CheckReport) => void shown.push(report);
    const given = { tf, bound: 1e-3, random, show };
    const report = cmpOps(new OpRelu(inputs()), (x) => tf.relu(x), given);
    expect(shown).deep.equal([report]);
    expect(report.comparisons[0].bound).equal(1e-3 * 3);
    expect(draws).above(0);
  });

  it("comes of the same draws every time, those of seed 0, unless others are given", () => {
    class Twice extends OpRelu {
      override backward(): void {
        const gradient = this.dlossDvalue.data.map((g) => 2 * g);
        this.inputs.dlossDvalue = tensor(gradient, this.value.shape);
      }
    }
    for (const run of [
      (random?: Random) =>
        cmpOps(new Twice(inputs()), (x) => tf.relu(x), { tf, random, show() {} }),
      (random?: Random) => gradientCheck(new Twice(inputs()), { random, show() {} }),
    ]) {
      const gradient = (random?: Random) => run(random).comparisons.at(-1)?.yours;
      expect(gradient()).equal(gradient(seededRandom(0)));
      expect(gradient()).not.equal(gradient(seededRandom(1)));
    }
  });

  it("prints its table and its hints, where there is no notebook", () => {
    const lines = printed(() => check(new Unclipped(inputs()))).split("\n");
    expect(lines[0]).equal("Unclipped against TensorFlow.js");
    expect(lines[1]).match(/^quantity +verdict +your shape +reference shape +largest difference/);
    expect(lines[2].trim().split(/ {2,}/)).deep.equal(
      "forward|✗ wrong|[2,2,1]|[2,2,1]|4.0e+0|3.0e-5|[1,1,0]|-4.00000|0.00000".split("|"),
    );
    expect(lines[3]).match(/^gradient wrt inputs +✓ equal/);
    expect(lines[4]).equal("forward: Negative inputs are not clipped to 0.");
  });

  it("stands under the cell of a notebook once: as a value it shows the verdict alone", () => {
    const shown: unknown[] = [];
    Reflect.set(globalThis, KERNEL, { display: (content: unknown) => shown.push(content) });
    try {
      const report = gradientCheck(new OpRelu(inputs()));
      expect(shown).deep.equal([
        { data: { "text/html": report.toHtml(), "text/plain": `${report}` }, metadata: {} },
      ]);
      const bundle: unknown = Reflect.get(report, Symbol.for("Jupyter.display"));
      expect((bundle as () => object)()).deep.equal({
        "text/plain": "OpRelu against central differences: all equal",
      });
    } finally {
      Reflect.deleteProperty(globalThis, KERNEL);
    }
  });

  it("is wrong where a shape is, whatever the numbers", () => {
    class Flat extends OpRelu {
      override forward(): void {
        super.forward();
        Object.assign(this, { value: tensor(this.value.data, [4, 1, 1]) });
      }
    }
    const report = check(new Flat(inputs()), () => {});
    const [forward] = report.comparisons;
    expect(forward).deep.include({ quantity: "forward", yourShape: [4, 1, 1], equal: false });
    expect(forward.hint).equal("The shape is wrong: yours is [4,1,1], the reference is [2,2,1].");
    expect(report.passed).equal(false);
    expect(report.verdict).equal("Flat against TensorFlow.js: wrong in forward");
  });

  it("judges the backward pass of an op of one's own by what forward has to leave, too", () => {
    class Tanh extends Layer {
      constructor(x: Variable) {
        super(x, x.value.shape as [number, number, number]);
      }
      forward(): void {
        const { data, shape } = this.inputs.value;
        this.value = tensor(
          Float64Array.from(data, (x) => 2 * Math.tanh(x)),
          shape,
        );
      }
      backward(): void {
        const { value, dlossDvalue } = this;
        const data = value.data.map((z, i) => (1 - z ** 2) * dlossDvalue.data[i]);
        this.inputs.dlossDvalue = tensor(data, value.shape);
      }
    }
    const report = cmpOps(new Tanh(inputs()), (x) => tf.tanh(x), { tf, show: () => {} });
    expect(report.comparisons.map(({ equal }) => equal)).deep.equal([false, true]);
    expect(report.notes).deep.equal([
      "Look at forward() first: backward() fits it, or is right as soon as forward() is.",
    ]);
  });

  it("says what is wrong with forward beside the gradients, too", () => {
    class Odd extends OpRelu {
      override forward(): void {
        this.value = tensor(Float64Array.of(0.1, 7, -2, 5), this.inputs.value.shape);
      }
    }
    for (const [Op, what] of [
      [Unclipped, "Negative inputs are not clipped to 0."],
      [Odd, "its value is wrong."],
    ] as const) {
      const { notes } = gradientCheck(new Op(inputs()), { show: () => {} });
      expect(notes.slice(1)).deep.equal([`forward: ${what}`]);
    }
  });

  it("blames backward where one of two gradients is wrong, whatever forward is", () => {
    class Twice extends OpDense {
      override forward(): void {
        super.forward();
        for (let u = 0; u < this.units; u++) this.value.set(0, 0, u, 1 + this.value.get(0, 0, u));
      }
    }
    class Lost extends Twice {
      override backward(): void {
        super.backward();
        this.dlossDweights = tensor([0, 1, 2, 3], this.weights.shape);
      }
    }
    const notes = [Twice, Lost].map((Op) => {
      return gradientCheck(new Op(1, inputs()), { show: () => {} }).notes[0];
    });
    expect(notes).deep.equal([
      "Look at forward() first: backward() fits it, or is right as soon as forward() is.",
      "Look at forward() first, then at backward(), which is wrong as well.",
    ]);
  });

  it("names the wrong quantities in its verdict", () => {
    const report = check(new Unclipped(inputs()), () => {});
    expect(report.passed).equal(false);
    expect(report.verdict).equal("Unclipped against TensorFlow.js: wrong in forward");
  });

  it("is results, points and an error for graders", () => {
    const report = check(new Unclipped(inputs()), () => {});
    const [forward, gradient] = report.results;
    expect(forward).deep.equal({
      check: "forward",
      passed: false,
      message: "yours is -4.00000 at [1,1,0], the reference is 0.00000",
      hint: "Negative inputs are not clipped to 0.",
    });
    expect(gradient.passed).equal(true); // given, and right as soon as forward is
    expect(report.points(10)).equal(0);
    expect(report.points(10, ["gradient wrt inputs"])).equal(10);
    expect(() => report.assert()).throw(Error, "Negative inputs are not clipped to 0.");
    const right = check(new OpRelu(inputs()), () => {});
    right.assert();
    expect(right.points(5)).equal(5);
  });

  it("shows its verdict by sign, word and a colour that brings its own background", () => {
    const html = check(new Unclipped(inputs()), () => {}).toHtml();
    for (const [sign, word] of [
      ["✗", "wrong"],
      ["✓", "equal"],
    ]) {
      expect(html).match(
        new RegExp(
          `color:#\\w+;background:#\\w+;[^>]*><span aria-hidden="true">${sign}</span> ${word}<`,
        ),
      );
    }
    expect(html).match(/<th scope="row"[^>]*>forward</);
  });

  it("comes of any code that a student may write", () => {
    const broken: ((op: OpRelu) => unknown)[] = [
      () => {
        throw new Error("not written yet");
      },
      () => {
        throw null;
      },
      (op) => Object.assign(op, { value: undefined }),
      (op) => Object.assign(op, { value: [1, 2] }),
      (op) => Object.assign(op, { value: new Float64Array(4) }),
      (op) => Object.assign(op, { inputs: undefined }),
      (op) =>
        Object.assign(op, { value: { data: 1, shape: 2, stride: 3, offset: 4, get: 5, set: 6 } }),
      (op) => Object.assign(op.inputs, { value: undefined }),
      (op) => op.value.data.fill(Number.NaN),
      (op) => Object.freeze(op),
      async () => {
        throw new Error("late");
      },
      (op) => op.forward(),
    ];
    for (const method of ["forward", "backward"] as const) {
      for (const code of broken) {
        const make = () => {
          const op: OpRelu = Object.assign(new OpRelu(inputs()), {
            [method]: () => {
              if (method === "forward") op.resetValues();
              return code(op);
            },
          });
          return op;
        };
        for (const report of [check(make(), () => {}), gradientCheck(make(), { show: () => {} })]) {
          for (const { message } of report.results) expect(message).not.equal("");
        }
        if (method === "forward") expect(check(make(), () => {}).passed, `${code}`).equal(false);
      }
    }
  });

  it("names the error that ended a method, and its place", () => {
    class Unwritten extends OpRelu {
      override forward(): void {
        throw new Error("not written yet");
      }
    }
    expect(check(new Unwritten(inputs()), () => {}).results[0].hint).match(
      /^forward\(\) stopped: Error: not written yet at .*checkReport\.test\.ts:\d+:\d+\.$/,
    );
  });

  it("tells of inputs that an op changes, and leaves the op's own as they were", () => {
    class InPlace extends OpRelu {
      override forward(): void {
        this.resetValues();
        this.value = this.inputs.value;
        this.value.data.set(this.value.data.map((v) => Math.max(0, v)));
      }
    }
    const op = new InPlace(inputs());
    op.dlossDvalue.data.fill(7);
    const report = check(op, () => {});
    expect(report.passed).equal(false);
    expect(report.results[0].hint).match(/^forward\(\) changes inputs\.value at \[0, 1, 0\]/);
    expect([...op.inputs.value.data]).deep.equal([1, -2, 3, -4]);
    expect([...op.inputs.dlossDvalue.data]).deep.equal([0, 0, 0, 0]);
    expect([...op.dlossDvalue.data]).deep.equal([7, 7, 7, 7]);
  });

  it("names an index outside of a tensor though the numbers are right", () => {
    class Wide extends OpRelu {
      override forward(): void {
        this.resetValues();
        for (let y = 0; y < this.height; y++) {
          for (let x = 0; x <= this.width; x++) {
            this.value.set(y, x, 0, Math.max(0, this.inputs.value.get(y, x, 0)));
          }
        }
      }
    }
    const op = new Wide(inputs());
    op.forward();
    expect([...op.value.data]).deep.equal([1, 0, 3, 0]);
    expect(check(op, () => {}).results[0].hint).match(
      /^forward\(\) stopped: RangeError: get\(0, 2, 0\): the tensor is \[2, 2, 1\] at /,
    );
  });

  it("says that a cell has declared an op's class anew", () => {
    class Declared extends OpRelu {}
    const op = new Declared(inputs());
    expect(check(op, () => {}).notes).deep.equal([]);
    const isReplaced = (value: object) => value === Declared;
    Reflect.set(globalThis, KERNEL, { isReplaced });
    try {
      expect(check(op, () => {}).notes[0]).match(/^This op was made by an earlier class Declared/);
      expect(check(new OpRelu(inputs()), () => {}).notes).deep.equal([]);
    } finally {
      Reflect.deleteProperty(globalThis, KERNEL);
    }
  });

  it("leaves no tensors of TensorFlow.js behind", () => {
    const before = tf.memory().numTensors;
    check(new OpRelu(inputs()), () => {});
    expect(tf.memory().numTensors).equal(before);
  });

  it("leaves the inputs and weights of the op as they were", () => {
    const op = new OpRelu(inputs());
    gradientCheck(op, { show: () => {} });
    expect([...op.inputs.value.data]).deep.equal([1, -2, 3, -4]);
    expect([...op.value.data]).deep.equal([1, 0, 3, 0]);
  });
});

/** What `console.log` got while `run` ran. */
function printed(run: () => void): string {
  const { log } = console;
  const lines: string[] = [];
  console.log = (...values: unknown[]) => lines.push(values.join(" "));
  try {
    run();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}
