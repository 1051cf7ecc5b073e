import type { Attribute, Binding } from "../nativeBackend.ts";
import type { Node } from "./trace.ts";

/** A message of Protocol Buffers, with a function `setName` for each field `name`. */
interface Message {
  [setter: `set${string}`]: (value: unknown) => void;
  getAttrMap(): Map<string, Message>;
  serializeBinary(): Uint8Array;
}

/** TensorFlow's messages, as tfjs-node has them in dist/proto/api_pb.js. */
export type Messages = Readonly<Record<string, MessageType>>;
interface MessageType {
  new (): Message;
  /** Those that are declared within it. */
  readonly [name: string]: unknown;
}

/** The tag that such a model is loaded by. */
export const TAG = "step";

/** That of TensorFlow's graphs whose operations mean what they mean today. */
const VERSION = 1087;

/** The file `saved_model.pb` of a graph; node 3 is named "n3". */
export function savedModel(
  messages: Messages,
  binding: Binding,
  nodes: readonly Node[],
): Uint8Array {
  const of = (type: unknown, fields: Record<string, unknown>) =>
    filled(new (type as MessageType)(), fields);
  const { AttrValue, MetaGraphDef, TensorShape } = messages;

  const shapeOf = (shape: readonly number[]) =>
    of(TensorShape, { DimList: shape.map((size) => of(TensorShape.Dim, { Size: size })) });
  const attribute = ({ type, value }: Attribute): Message => {
    const [field, convert] = kinds.get(type) ?? unknownType(type);
    if (!Array.isArray(value) || field === "Shape") {
      return of(AttrValue, { [field]: convert(value) });
    }
    const list = of(AttrValue.ListValue, { [`${field}List`]: value.map(convert) });
    return of(AttrValue, { List: list });
  };
  const same = (value: unknown) => value;
  const kinds = new Map<number, [field: string, convert: (value: unknown) => unknown]>([
    [binding.TF_ATTR_STRING, ["S", (text) => new TextEncoder().encode(String(text))]],
    [binding.TF_ATTR_INT, ["I", same]],
    [binding.TF_ATTR_FLOAT, ["F", same]],
    [binding.TF_ATTR_BOOL, ["B", same]],
    [binding.TF_ATTR_TYPE, ["Type", same]],
    [binding.TF_ATTR_SHAPE, ["Shape", (shape) => shapeOf(shape as number[])]],
  ]);

  const nodeOf = ({ operation, inputs, attributes, holds }: Node, i: number): Message => {
    const node = of(messages.NodeDef, {
      Name: `n${i}`,
      Op: operation,
      InputList: inputs,
    });
    const map = node.getAttrMap();
    for (const each of attributes) map.set(each.name, attribute(each));
    if (!holds) return node;
    const { dtype, shape, bytes } = holds;
    map.set("dtype", of(AttrValue, { Type: dtype }));
    if (bytes) {
      const fields = { Dtype: dtype, TensorShape: shapeOf(shape), TensorContent: bytes };
      map.set("value", of(AttrValue, { Tensor: of(messages.Tensor, fields) }));
    } else map.set("shape", of(AttrValue, { Shape: shapeOf(shape) }));
    return node;
  };

  const graph = of(messages.GraphDef, {
    NodeList: nodes.map(nodeOf),
    Versions: of(messages.VersionDef, { Producer: VERSION }),
  });
  const meta = of(MetaGraphDef, {
    MetaInfoDef: of(MetaGraphDef.MetaInfoDef, { TagsList: [TAG] }),
    GraphDef: graph,
  });
  return of(messages.SavedModel, {
    SavedModelSchemaVersion: 1,
    MetaGraphsList: [meta],
  }).serializeBinary();
}

function filled(message: Message, fields: Record<string, unknown>): Message {
  for (const [field, value] of Object.entries(fields)) message[`set${field}`](value);
  return message;
}

function unknownType(type: number): never {
  throw new Error(`a graph cannot have an attribute of type ${type}`);
}
