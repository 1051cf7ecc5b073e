import { expect } from "chai";
import { wrongField } from "../../kernel/server/fields.ts";

describe("a field of a request", () => {
  const execute = (content: unknown) => wrongField("execute_request", content);

  it("is in an object", () => {
    for (const [content, kind] of [
      [null, "null"],
      [[], "array"],
      ["{}", "string"],
      [1, "number"],
      [undefined, "undefined"],
    ]) {
      expect(execute(content)).to.equal(
        `execute_request: its content is of the type ${kind}, must be an object`,
      );
    }
  });

  it("is there where the request cannot do without it", () => {
    for (const content of [{}, { code: null }, { code: undefined, silent: true }]) {
      expect(execute(content)).to.equal("execute_request: code is missing, must be a string");
    }
    expect(wrongField("inspect_request", { code: "a" })).to.equal(
      "inspect_request: cursor_pos is missing, must be a number",
    );
    expect(wrongField("input_reply", {})).to.equal(
      "input_reply: value is missing, must be a string",
    );
    for (const type of ["kernel_info_request", "toString", "constructor"]) {
      expect(wrongField(type, {}), type).to.equal(undefined);
    }
  });

  it("is of its kind, or null where it is left open", () => {
    expect(execute({ code: "" })).to.equal(undefined);
    expect(execute({ code: "", silent: null, user_expressions: {}, other: 1 })).to.equal(undefined);
    for (const [name, value, said] of [
      ["code", 5, "code is a number, must be a string"],
      ["silent", "yes", "silent is a string, must be a boolean"],
      ["n", true, "n is a boolean, must be a number"],
    ] as const) {
      expect(execute({ code: "", [name]: value })).to.equal(`execute_request: ${said}`);
    }
  });
});
