import { expect } from "chai";
import { type Messages, savedModel } from "../../../../lib/backend/native/graph/savedModel.ts";
import type { Node } from "../../../../lib/backend/native/graph/trace.ts";
import type { Binding } from "../../../../lib/backend/native/nativeBackend.ts";

/** Stands in for each of TensorFlow's messages. */
class AnyMessage {
  setName(): void {}
  setOp(): void {}
  setInputList(): void {}
  getAttrMap(): Map<string, unknown> {
    return new Map();
  }
}

describe("the file of a graph", () => {
  it("has no attribute of a type that is not known", () => {
    const messages = new Proxy({} as Messages, { get: () => AnyMessage });
    const attributes = [{ name: "T", type: 99, value: 1 }];
    const node = { operation: "Relu", inputs: [], attributes } as object as Node;
    expect(() => savedModel(messages, {} as Binding, [node])).to.throw(
      "a graph cannot have an attribute of type 99",
    );
  });
});
