import { expect } from "chai";
import fc from "fast-check";
import { wrongField } from "../../kernel/server/fields.ts";
import { type Channel, type Parts, RawClient, signedFrames } from "./rawClient.ts";

const DEEP = `${"[".repeat(2e4)}${"]".repeat(2e4)}`;

const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value));
const fields = fc.dictionary(
  fc.constantFrom(
    ...["code", "cursor_pos", "silent", "store_history", "stop_on_error", "allow_stdin", "value"],
    ...["user_expressions", "restart", "hist_access_type", "n", "pattern", "unique", "start"],
    ...["stop", "output", "comm_id", "command", "seq", "__proto__", "constructor", "toString"],
  ),
  fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom("1 + 1", "throw 1", "{", "range", "search", "tail", "\ud800", 1e308, -1),
    fc.string({ unit: fc.constantFrom("*", "?", "x"), maxLength: 600 }),
  ),
);
const part = fc.oneof(
  { weight: 6, arbitrary: json },
  { weight: 1, arbitrary: fc.constantFrom("", "{", "null", "[]", "7", '"text"', DEEP) },
  { weight: 1, arbitrary: fc.constant(`{"deep":${DEEP}}`) },
);
const content = fc.oneof(
  { weight: 3, arbitrary: fields.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: part },
);
const requests = [
  ...["execute", "complete", "inspect", "is_complete", "history", "kernel_info", "connect"],
  ...["usage", "debug", "comm_info", "interrupt", "shutdown", "constructor", "toString"],
  ...["__proto__", "hasOwnProperty", "create_subshell", "", "_request"],
].map((name) => `${name}_request`);
const type = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...requests) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...["constructor", "toString", "__proto__", "valueOf", "execute_reply", "input_reply"],
      ...["comm_open", "comm_msg", "comm_close", "status", ""],
    ),
  },
  { weight: 1, arbitrary: fc.string() },
);

/** A header with what it must have, and perhaps more; else anything. */
const header = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type, more: fc.option(fields) }) },
  { weight: 1, arbitrary: part },
  { weight: 1, arbitrary: type.map((name) => ({ type: name, deep: true })) },
);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

describe("the kernel, sent signed nonsense", () => {
  let client: RawClient;
  let count = 0;
  before(async () => {
    client = await RawClient.start();
    await ask("shell", "execute_request", `{"code":"// ${"x".repeat(20_000)}"}`);
  });
  after(() => client?.end());

  const headerOf = (name: string, id: string, more = {}) =>
    JSON.stringify({ ...more, msg_type: name, msg_id: id, session: "raw" });
  const framesOf = (parts: Partial<Parts>) =>
    signedFrames({ header: "{}", parent: "{}", metadata: "{}", content: "{}", ...parts });
  const repliesTo = (id: string) =>
    client.received.filter(({ type, parent }) => parent === id && type.endsWith("_reply"));

  async function ask(channel: Channel, name: string, content = "{}", more = {}) {
    const id = `asked-${++count}`;
    await client.send(channel, framesOf({ header: headerOf(name, id, more), content }));
    return client.wait(({ parent }) => parent === id);
  }

  it("answers each request once, whatever is in it, and goes on", async () => {
    const message = fc.record({
      channel: fc.constantFrom<Channel>("shell", "control", "stdin"),
      header,
      parent: part,
      metadata: part,
      content,
    });
    const replied: string[] = [];
    await fc.assert(
      fc.asyncProperty(message, async ({ channel, header, parent, metadata, content }) => {
        const id = `sent-${++count}`;
        const isNamed = typeof header === "object";
        const name = isNamed ? header.type : "";
        const sound = content !== "" && wrongField(name, parsed(content)) === undefined;
        fc.pre(!(name === "shutdown_request" && sound)); // that may end it
        const more = isNamed && "more" in header ? (header.more ?? {}) : {};
        let text = isNamed ? headerOf(name, id, more) : header;
        if (isNamed && "deep" in header) text = text.replace("{", `{"deep":${DEEP},`);
        const frames = framesOf({ header: text, parent, metadata, content });
        await client.send(channel, frames);
        await client.send(channel, frames);
        const isJson = [parent, metadata, content].every((part) => parsed(part) !== undefined);
        if (isJson && !text.includes(DEEP) && channel !== "stdin" && name.endsWith("_request")) {
          replied.push(id);
          const reply = await client.wait((message) => message.parent === id);
          expect(reply.channel).to.equal(channel);
          expect(reply.type).to.equal(name.replace(/_request$/, "_reply"));
          if (wrongField(name, parsed(content))) expect(reply.content.status).to.equal("error");
        }
      }),
      { numRuns: 100 },
    );
    for (const channel of ["shell", "control"] as const) {
      expect((await ask(channel, "kernel_info_request")).content.status).to.equal("ok");
    }
    expect((await ask("shell", "execute_request", '{"code":"6"}')).content.status).to.equal("ok");
    expect(replied).to.not.have.lengthOf(0);
    for (const id of replied) expect(repliesTo(id), id).to.have.lengthOf(1);
  });

  it("says which field of a request is missing", async () => {
    for (const [name, field] of [
      ["execute", "code"],
      ["complete", "code"],
      ["inspect", "code"],
      ["is_complete", "code"],
      ["history", "hist_access_type"],
    ]) {
      const { content } = await ask("shell", `${name}_request`);
      expect(content.evalue).to.equal(`${name}_request: ${field} is missing, must be a string`);
    }
  });

  it("waits for an answer that is one, when a cell asks", async () => {
    const cell = `asked-${++count}`;
    const code =
      "{\"code\":\"require('node:assert').equal(prompt('?'), 'yes')\",\"allow_stdin\":true}";
    await client.send(
      "shell",
      framesOf({ header: headerOf("execute_request", cell), content: code }),
    );
    const question = await client.wait(({ type }) => type === "input_request");
    const parent = JSON.stringify({ msg_id: question.id });
    for (const content of ["null", "[]", '"yes"', "{}", '{"value":7}', '{"value":"yes"}']) {
      const header = headerOf("input_reply", `sent-${++count}`);
      await client.send("stdin", framesOf({ header, parent, content }));
    }
    const reply = await client.wait(
      (message) => message.type === "execute_reply" && message.parent === cell,
    );
    expect(reply.content).to.include({ status: "ok" });
  });
});
