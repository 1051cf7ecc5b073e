import { createHmac } from "node:crypto";
import { expect } from "chai";
import { Wire } from "../../kernel/server/wire.ts";

describe("the Jupyter wire protocol", () => {
  const wire = new Wire("key");
  const frames = () =>
    wire
      .frames("execute_request", { code: "1 + 1" }, undefined, ["client"])
      .map((frame) => Buffer.from(frame));

  it("reads what it has written", () => {
    const request = wire.parse(frames());
    expect(request.identities.map(String)).to.deep.equal(["client"]);
    expect(request.header.msg_type).to.equal("execute_request");
    expect(request.content.code).to.equal("1 + 1");
  });

  it("signs header, parent, metadata and content by HMAC-SHA256", () => {
    const [, , signature, ...parts] = frames();
    const hmac = createHmac("sha256", "key").update(Buffer.concat(parts));
    expect(String(signature)).to.equal(hmac.digest("hex"));
  });

  it("refuses a message with another signature", () => {
    expect(() => new Wire("other key").parse(frames())).to.throw("wrong signature");
    const forged = frames();
    forged[6] = Buffer.from('{"code":"2 + 2"}');
    expect(() => wire.parse(forged)).to.throw("wrong signature");
  });

  it("refuses what is no message", () => {
    expect(() => wire.parse([Buffer.from("hello")])).to.throw("not a Jupyter message");
    expect(() => wire.parse(frames().slice(0, 4))).to.throw("not a Jupyter message");
  });

  it("needs no signature where Jupyter gives no key", () => {
    const open = new Wire("");
    const [, , signature] = open.frames("status", {}, undefined, ["x"]);
    expect(signature).to.equal("");
  });
});
