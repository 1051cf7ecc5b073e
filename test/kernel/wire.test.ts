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
    for (const count of [1, 7]) {
      const hello = Array<Buffer>(count).fill(Buffer.from("hello"));
      expect(() => wire.parse(hello)).to.throw("not a Jupyter message");
    }
    expect(() => wire.parse(frames().slice(0, 4))).to.throw("not a Jupyter message");
  });

  it("needs no signature where Jupyter gives no key", () => {
    const open = new Wire("");
    const [, , signature] = open.frames("status", {}, undefined, ["x"]);
    expect(signature).to.equal("");
  });

  it("has a header of its own, and repeats that of what it answers", () => {
    const request = wire.parse(frames());
    const [first, second] = ["a", "b"].map((text) =>
      wire.parse(wire.frames("stream", { text }, request, []).map((frame) => Buffer.from(frame))),
    );
    expect(first.header).to.include({
      ...{ msg_type: "stream", username: "kernel", version: "5.3" },
      session: request.header.session,
    });
    expect(first.header.msg_id).not.to.equal(second.header.msg_id);
    expect(Date.now() - Date.parse(first.header.date)).to.be.within(0, 60_000);
    expect(first.parent).to.deep.equal(request.header);
    expect(JSON.parse(first.echo)).to.deep.equal(first.header);
    expect([first.identities, first.content, first.metadata]).to.deep.equal([
      ...[[], { text: "a" }, {}],
    ]);
    expect(request.parent).to.deep.equal({});
    const named = wire.frames("input_request", {}, undefined, [], "my id");
    expect(JSON.parse(String(named[2])).msg_id).to.equal("my id");
  });

  it("takes each message once", () => {
    const message = frames();
    wire.parse(message);
    expect(() => wire.parse(message)).to.throw("a message that was taken before");
    const open = new Wire("");
    const unsigned = open.frames("status", {}, undefined, []).map((frame) => Buffer.from(frame));
    expect(open.parse(unsigned).content).to.deep.equal(open.parse(unsigned).content);
  });

  it("remembers the last 65,536 messages", () => {
    const key = "key";
    const wire = new Wire(key);
    const message = (id: number) => {
      const parts = [`{"msg_id":"${id}","msg_type":"a"}`, "{}", "{}", "{}"];
      const signature = createHmac("sha256", key).update(parts.join("")).digest("hex");
      return ["<IDS|MSG>", signature, ...parts].map((part) => Buffer.from(part));
    };
    for (let id = 0; id <= 65536; id++) wire.parse(message(id));
    expect(() => wire.parse(message(1))).to.throw("a message that was taken before");
    expect(wire.parse(message(0)).header.msg_id).to.equal("0");
  });

  it("has four parts, and may have more behind them", () => {
    const open = new Wire("");
    const message = open.frames("status", {}, undefined, ["x"]).map((frame) => Buffer.from(frame));
    expect(() => open.parse(message.slice(0, -1))).to.throw("not a Jupyter message");
    expect(open.parse([...message, Buffer.from("more")]).header.msg_type).to.equal("status");
  });

  it("refuses a header that says neither what nor which it is", () => {
    const open = new Wire("");
    const read = (header: unknown, parent: unknown = {}) => {
      const parts = [header, parent, {}, {}].map((part) => Buffer.from(JSON.stringify(part)));
      return open.parse([Buffer.from("<IDS|MSG>"), Buffer.from(""), ...parts]);
    };
    for (const header of [
      null,
      {},
      { msg_type: "a" },
      { msg_id: "b" },
      { msg_type: 1, msg_id: "b" },
    ]) {
      expect(() => read(header)).to.throw("a message whose header has no msg_type or msg_id");
    }
    const whole = { msg_type: "a", msg_id: "b" };
    for (const parent of [null, [], 1, "x"]) expect(read(whole, parent).parent).to.deep.equal({});
    expect(read(whole, { msg_id: "c" }).parent).to.deep.equal({ msg_id: "c" });
  });
});
