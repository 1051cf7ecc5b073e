import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { show } from "lib/plot";

const SCRIPT = `
  import { show } from "lib/plot";
  show({ data: [{ x: [1, 2], y: [3, 4] }], layout: { title: "From a script" } });
`;

/** A script that shows a figure, and the port of its server; no browser is opened. */
async function scriptWithFigure(): Promise<{ script: ChildProcess; port: number }> {
  const script = spawn(process.execPath, ["--input-type=module", "--eval", SCRIPT], {
    env: { ...process.env, NODEPLOTLIB_PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: script.stdout })) {
    const address = /http:\/\/localhost:(\d+)/.exec(line);
    if (address) return { script, port: Number(address[1]) };
  }
  throw new Error("the script ended without a server");
}

async function listens(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  const event = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return event;
}

/** Opens the page's connection as the browser does (Engine.IO over HTTP) and closes it. */
async function openAndClosePage(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`;
  const handshake = await (await fetch(url)).text();
  const session = `${url}&sid=${JSON.parse(handshake.slice(1)).sid}`;
  for (const packet of ["40", "1"]) await fetch(session, { method: "POST", body: packet });
}

describe("show", () => {
  it("in a notebook puts the figure under the cell", () => {
    const shown: unknown[] = [];
    const KERNEL = Symbol.for("jupyter.kernel");
    Reflect.set(globalThis, KERNEL, { show: (value: unknown) => shown.push(value) });
    const figure = { data: [], layout: { title: "Empty" } };
    show(figure);
    Reflect.deleteProperty(globalThis, KERNEL);
    expect(shown).to.deep.equal([figure]);
  });

  it("in a script serves it on 127.0.0.1 alone and ends when the page is closed", async () => {
    const { script, port } = await scriptWithFigure();
    try {
      expect(await listens("127.0.0.1", port)).to.equal(true);
      expect(await listens("127.0.0.2", port), "listens on another address").to.equal(false);
      expect(await listens("::1", port), "listens on another address").to.equal(false);
      const ended = once(script, "exit");
      await openAndClosePage(port);
      expect((await ended)[0]).to.equal(0);
    } finally {
      script.kill("SIGKILL");
    }
  });
});
