import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { show } from "lib/plot";
import { refuseOtherHosts } from "../../lib/plot/openInBrowser.ts";

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

  it("in a script serves it on 127.0.0.1 alone and ends when the page is closed", async function () {
    if (!existsSync(new URL("../../node_modules/nodeplotlib", import.meta.url))) {
      console.log("      skipped: nodeplotlib is not installed (npm i --no-save nodeplotlib)");
      this.skip();
    }
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

  it("in a script without nodeplotlib says what to install", async function () {
    if (existsSync(new URL("../../node_modules/nodeplotlib", import.meta.url))) {
      console.log("      skipped: nodeplotlib is installed");
      this.skip();
    }
    const script = spawn(process.execPath, ["--input-type=module", "--eval", SCRIPT], {
      stdio: ["ignore", "inherit", "pipe"],
    });
    let said = "";
    script.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const [code] = await once(script, "close");
    expect(code, said).to.equal(1);
    expect(said).to.match(/^show: .* run `npm i nodeplotlib` in the project's folder\n$/);
  });

  it("answers no page of another site", async () => {
    const server = createServer((_, response) => response.end("figure"));
    refuseOtherHosts(server);
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const status = async (headers: Record<string, string>) => {
      const asked = request({ port, host: "127.0.0.1", headers }).end();
      const [{ statusCode }] = await once(asked, "response");
      asked.destroy();
      return statusCode;
    };
    try {
      for (const host of ["localhost", `localhost:${port}`, `127.0.0.1:${port}`]) {
        expect(await status({ host }), host).to.equal(200);
      }
      for (const host of [
        "evil.example",
        `evil.example:${port}`,
        "localhost.evil.example",
        "a b",
      ]) {
        expect(await status({ host }), host).to.equal(403);
      }
      for (const origin of ["https://evil.example", "null"]) {
        expect(await status({ host: "localhost", origin }), origin).to.equal(403);
      }
    } finally {
      server.close();
    }
  });
});
