import { expect } from "chai";
import { type Messages, savedModel } from "../../../../lib/backend/native/graph/savedModel.ts";
import type { Node } from "../../../../lib/backend/native/graph/trace.ts";
import type { Binding } from "../../../../lib/backend/native/nativeBackend.ts";
import { messages as written } from "./library.ts";

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

  it("tells type and shape of what it is given, and type and value of what it has", () => {
    const holds = { dtype: 7, shape: [2, 3] };
    const node = (operation: string, bytes?: Uint8Array): Node => ({
      ...{ operation, inputs: [], attributes: [], holds: { ...holds, bytes } },
    });
    const nodes = [node("Placeholder"), node("Const", Uint8Array.of(4, 5))];
    const file = new TextDecoder().decode(savedModel(written, {} as Binding, nodes));
    const { SavedModelSchemaVersion, MetaGraphsList } = JSON.parse(file);
    expect(SavedModelSchemaVersion, "as in every SavedModel").to.equal(1);
    const [given, own] = MetaGraphsList[0].GraphDef.NodeList;
    const none = { attributes: {} };
    const dtype = { Type: 7, ...none };
    const TensorShape = { DimList: [2, 3].map((Size) => ({ Size, ...none })), ...none };
    expect(given).to.deep.include({
      ...{ Name: "n0", Op: "Placeholder" },
      attributes: { dtype, shape: { Shape: TensorShape, ...none } },
    });
    const Tensor = { Dtype: 7, TensorShape, TensorContent: [4, 5], ...none };
    expect(own).to.deep.include({
      ...{ Name: "n1", Op: "Const" },
      attributes: { dtype, value: { Tensor, ...none } },
    });
  });
});
