import { execFile } from "node:child_process";
import { existsSync, lstatSync, realpathSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { boxed, boxlessReason } from "../../grading/box.ts";
import { kernelPath, root } from "../../scripts/setup/project.mjs";

describe("the command that starts a program in a box", () => {
  const data = process.env.CNN_DATA_DIR;
  afterEach(() => {
    if (data === undefined) delete process.env.CNN_DATA_DIR;
    else process.env.CNN_DATA_DIR = data;
  });

  const bin = dirname(realpathSync(process.execPath));
  const readOnly = (...paths: string[]) =>
    paths.flatMap((path) => ["--ro-bind-try", path, path]).join(" ");
  const start =
    "prlimit --core=0 --fsize=268435456 bwrap --unshare-all --die-with-parent --cap-drop ALL --hostname box --ro-bind /usr /usr ";
  const system = ["/bin", "/sbin", "/lib", "/lib64", "/lib32"]
    .filter((path) => existsSync(path))
    .map((path) =>
      lstatSync(path).isSymbolicLink()
        ? `--symlink ${realpathSync(path).replace("/", "")} ${path} `
        : `--ro-bind ${path} ${path} `,
    )
    .join("");
  const given = `--ro-bind-try /etc/alternatives /etc/alternatives --proc /proc --dev /dev --size 268435456 --tmpfs /tmp ${readOnly(
    ...["package.json", "tsconfig.json", "node_modules", "lib/package.json", "lib/dist"].map(
      (name) => join(root, name),
    ),
    ...[kernelPath, dirname(bin)],
  )}`;
  const solutions = `--tmpfs ${join(root, "lib/dist/ops/solutions")}`;
  const environment = `--clearenv --setenv PATH ${bin}:/usr/bin:/bin --setenv HOME /tmp`;

  it("leaves places for the folder and the sockets where it is not told them", () => {
    delete process.env.CNN_DATA_DIR;
    expect(boxed().join(" ")).to.equal(
      `${start}${system}${given} ${readOnly("{folder}")} ${solutions} --bind {sockets} {sockets} --chdir {folder} ${environment}`,
    );
  });

  it("shows the data that there is, and sets what it is told", () => {
    process.env.CNN_DATA_DIR = "/data";
    expect(boxed("/a", { HOME: "/b", C: "d" }).join(" ")).to.equal(
      `${start}${system}${given} ${readOnly("/data", "/a")} ${solutions} --bind {sockets} {sockets} --chdir /a ${environment.replace("HOME /tmp", "HOME /b")} --setenv C d --setenv CNN_DATA_DIR /data`,
    );
  });
});

describe("why there is no box", () => {
  const path = process.env.PATH;
  let folder: string;
  before(async function () {
    if (process.platform === "win32") this.skip(); // a script stands in for bubblewrap
    folder = await mkdtemp(join(tmpdir(), "bwrap-"));
    process.env.PATH = folder;
  });
  after(async () => {
    process.env.PATH = path;
    if (folder) await rm(folder, { recursive: true });
  });

  const bwrap = (script: string) =>
    writeFile(join(folder, "bwrap"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

  it("is the system, where it is not Linux", async () => {
    await bwrap("exit 0");
    expect(await boxlessReason("darwin")).to.equal("bubblewrap boxes programs on Linux alone");
  });

  it("is that bubblewrap is not there", async () => {
    await rm(join(folder, "bwrap"), { force: true });
    expect(await boxlessReason("linux")).to.equal(
      "bubblewrap is not installed (`sudo apt install bubblewrap`)",
    );
  });

  it("is what bubblewrap says first, else nothing", async () => {
    await bwrap('echo " no  namespaces "; echo more; exit 1');
    expect(await boxlessReason("linux")).to.equal(
      "bubblewrap cannot make one here: no  namespaces ",
    );
    await bwrap('test "$*" = "--unshare-all --ro-bind / / true" || exit 1; echo a warning');
    expect(await boxlessReason("linux")).to.equal(undefined);
  });
});

describe("a box for what students wrote", () => {
  let folder: string;
  let server: Server;
  before(async function () {
    const reason = await boxlessReason();
    if (reason) {
      console.log(`    skipped: ${reason}`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "box-"));
    await mkdir(join(folder, "work"));
    await mkdir(join(folder, "sockets"));
    await writeFile(join(folder, "secret"), "secret");
    server = createServer((_, response) => response.end("here")).listen(0, "127.0.0.1");
  });
  after(async () => {
    server?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  /** What a program in the box answers, as JSON. */
  async function inBox(program: string): Promise<unknown> {
    const command = boxed(join(folder, "work"), { NBGRADER_EXECUTION: "autograde" })
      .map((part) => part.replaceAll("{sockets}", join(folder, "sockets")))
      .concat("node", "--input-type=module", "-e", `console.log(JSON.stringify(${program}))`);
    const { stdout } = await promisify(execFile)(command[0], command.slice(1));
    return JSON.parse(stdout);
  }
  const fs = 'process.getBuiltinModule("node:fs")';
  const failing = (call: string) =>
    `(() => { try { return ${call}; } catch (e) { return e.code; } })()`;

  it("shows nothing of the machine but the system and the built project", async () => {
    const places = [
      "/etc/shadow",
      "/root",
      "/home",
      join(folder, "secret"),
      join(root, "notebooks"),
    ];
    const seen = await inBox(`${JSON.stringify(places)}.filter((p) => ${fs}.existsSync(p))`);
    expect(seen).to.deep.equal([]);
    const built = [
      "kernel/dist/kernels/typescript/main.js",
      "lib/dist/ops/index.js",
      "package.json",
    ];
    const files = JSON.stringify(built.map((name) => join(root, name)));
    expect(await inBox(`${files}.every((p) => ${fs}.existsSync(p))`)).to.equal(true);
  });

  it("has no solutions", async () => {
    const solutions = join(root, "lib", "dist", "ops", "solutions");
    expect(await inBox(`${fs}.readdirSync(${JSON.stringify(solutions)})`)).to.deep.equal([]);
  });

  it("can be written to nowhere but in its own /tmp and where its sockets are", async () => {
    const write = (path: string) => failing(`${fs}.writeFileSync(${JSON.stringify(path)}, "x")`);
    for (const place of [
      join(folder, "work"),
      join(root, "node_modules"),
      join(root, "lib", "dist"),
    ]) {
      expect(await inBox(write(join(place, "x"))), place).to.be.oneOf(["EROFS", "EACCES"]);
    }
    const filled = failing(`${fs}.writeFileSync("/tmp/300 MB", Buffer.alloc(300e6))`);
    expect(await inBox(filled)).to.be.oneOf(["ENOSPC", "EFBIG"]);
    const fits = `${fs}.writeFileSync("/tmp/260 MB", Buffer.alloc(260e6)) ?? "written"`;
    expect(await inBox(failing(fits))).to.equal("written");
  });

  it("has no network, no other process and no environment of the caller's", async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await (await fetch(address)).text()).to.equal("here");
    const call = `await fetch("${address}").then(() => "reached", (e) => e.cause.code)`;
    expect(await inBox(call)).to.equal("ECONNREFUSED");
    const processes = `${fs}.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length`;
    expect(await inBox(processes)).to.be.below(4);
    const known = ["PATH", "HOME", "NBGRADER_EXECUTION", "CNN_DATA_DIR", "PWD"];
    expect(known).to.include.members((await inBox("Object.keys(process.env)")) as string[]);
  });
});
