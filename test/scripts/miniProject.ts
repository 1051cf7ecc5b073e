import { execFileSync } from "node:child_process";
import { accessSync, constants, realpathSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { type Ended, Running } from "./running.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Where a program of the PATH lies. */
export function which(name: string): string {
  const places = (process.env.PATH ?? "").split(path.delimiter).map((dir) => path.join(dir, name));
  const place = places.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!place) throw new Error(`${name} is not on the PATH`);
  return realpathSync(place);
}

/** The Python of this machine itself, behind whatever chooses among several. */
export function realPython(): string {
  const tell = ["-c", "import sys; sys.stdout.write(sys.executable)"];
  return execFileSync("python3", tell, { encoding: "utf8" });
}

/**
 * A copy of the project's scripts in a temporary folder, with nothing to download: its packages
 * are folders of its own, one stands for the compiler. Only what `bin` holds is on the PATH.
 */
export class MiniProject {
  readonly root: string;
  readonly bin: string;
  readonly #started: Running[] = [];

  private constructor(root: string) {
    this.root = root;
    this.bin = path.join(root, "bin");
  }

  /** @param parent the folder in which to make it */
  static async make(parent: string = tmpdir()): Promise<MiniProject> {
    const project = new MiniProject(await mkdtemp(path.join(parent, "mini project é-")));
    await cp(path.join(repository, "scripts"), project.path("scripts"), { recursive: true });
    await cp(path.join(repository, ".ci"), project.path(".ci"), { recursive: true });
    const { engines, scripts } = JSON.parse(
      await readFile(path.join(repository, "package.json"), "utf8"),
    );
    await project.write(
      "package.json",
      JSON.stringify({ name: "mini", type: "module", engines, scripts, dependencies: {} }),
    );
    await project.write(
      "package-lock.json",
      JSON.stringify({ name: "mini", lockfileVersion: 3, packages: { "": { name: "mini" } } }),
    );
    await project.depend("typescript", {
      "bin/tsc": 'require("fs").mkdirSync("kernel/dist/kernels/typescript", { recursive: true });',
    });
    for (const language of ["typescript", "javascript"]) {
      await project.write(`kernel/${language}.json`, "{}");
    }
    for (const library of ["lib", "kernel"]) {
      await project.write(`${library}/tsconfig.json`, '{ "exclude": ["dist"] }');
    }
    await project.write("lib/package.json", "{}");
    for (const file of ["requirements.txt", "requirements.lock"]) {
      await project.write(file, "# nothing\n");
    }
    await mkdir(project.bin);
    await mkdir(project.path("home"));
    await symlink(process.execPath, path.join(project.bin, "node"));
    for (const tool of ["sh", "mkdir", "rm", "cp", "cat", "sleep"]) {
      await symlink(which(tool), path.join(project.bin, tool));
    }
    await project.npm();
    await project.python("python3", "3.11.7");
    return project;
  }

  path(...names: string[]): string {
    return path.join(this.root, ...names);
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(path.dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
  }

  /** Adds a package that npm installs without a connection. */
  async depend(name: string, files: Record<string, string>): Promise<void> {
    const folder = `tools/${name}`;
    await this.write(`${folder}/package.json`, JSON.stringify({ name, version: "1.0.0" }));
    for (const [file, text] of Object.entries(files)) await this.write(`${folder}/${file}`, text);
    const manifest = JSON.parse(await this.read("package.json"));
    manifest.dependencies[name] = `file:${folder}`;
    await this.write("package.json", JSON.stringify(manifest));
    const lock = JSON.parse(await this.read("package-lock.json"));
    lock.packages[""].dependencies = manifest.dependencies;
    lock.packages[`node_modules/${name}`] = { resolved: folder, link: true };
    lock.packages[folder] = { name, version: "1.0.0" };
    await this.write("package-lock.json", JSON.stringify(lock));
  }

  read(name: string): Promise<string> {
    return readFile(this.path(name), "utf8");
  }

  /** Puts a shell script on the PATH. */
  async tool(name: string, script: string): Promise<void> {
    await writeFile(path.join(this.bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** Puts npm on the PATH: the real one, or a shell script. */
  npm(script: string = `exec "${process.execPath}" "${which("npm")}" "$@"`): Promise<void> {
    return this.tool("npm", `[ "$1" = ping ] && exit; echo npm >> calls; ${script}`);
  }

  /** Puts a Python on the PATH that only pretends: it answers as the scripts ask. */
  async python(name: string, version: string, does: Partial<PythonDoes> = {}): Promise<void> {
    await this.tool(
      name,
      `
      case "$*" in
        *version_info*) printf '${version} %s' "$0" ;;
        *ensurepip*) ${does.venvModule ?? "exit 0"} ;;
        "-m venv"*) echo venv >> calls; rm -rf "$4"; mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
        "-m pip download"*) echo download >> calls; ${does.pipDownload ?? "exit 0"} ;;
        *unpack.py*) ${does.unpack ?? "exit 0"} ;;
        "-m pip install"*) echo pip >> calls; ${does.pip ?? "exit 0"} ;;
        *open_jupyterlab.py*) ${does.jupyterlab ?? "exit 0"} ;;
        *nbstripout*) ${does.nbstripout ?? "cat"} ;;
        *unmet_pins*) ${does.unmetPins ?? "exit 0"} ;;
        *"import jupyterlab"*) ${does.importJupyter ?? "exit 0"} ;;
        *run_cell.py*) ${does.runCell ?? "exit 0"} ;;
      esac`,
    );
  }

  /** The calls of npm, venv and pip since the last time. */
  async calls(): Promise<string[]> {
    const calls = await readFile(this.path("calls"), "utf8").catch(() => "");
    await rm(this.path("calls"), { force: true });
    return calls.split("\n").filter(Boolean);
  }

  /** Starts one of the scripts as package.json does. */
  start(script: string, options: StartOptions = {}): Running {
    const { args = [], env = {}, preload = [] } = options;
    const required = [...preload, "./scripts/require-node.cjs"].flatMap((file) => [
      "--require",
      file,
    ]);
    return this.#run([...required, `scripts/${script}.mjs`, ...args], env);
  }

  /** Starts `npm start`: npm, its shell and the script. */
  npmStart(): Running {
    return this.#run([which("npm"), "start"]);
  }

  #run(args: string[], env: NodeJS.ProcessEnv = {}): Running {
    const running = new Running(process.execPath, args, {
      cwd: this.root,
      env: { PATH: this.bin, HOME: this.path("home"), ...env },
    });
    this.#started.push(running);
    return running;
  }

  run(script: string, options?: StartOptions): Promise<Ended> {
    return this.start(script, options).ended;
  }

  /** Ends what was started and still runs, such as where a test has failed. */
  remove(): Promise<void> {
    for (const running of this.#started) running.end();
    return rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Shell commands for what the pretended Python is asked to do. */
export interface PythonDoes {
  readonly venvModule: string;
  readonly pip: string;
  readonly pipDownload: string;
  readonly unpack: string;
  readonly jupyterlab: string;
  readonly unmetPins: string;
  readonly importJupyter: string;
  readonly runCell: string;
  readonly nbstripout: string;
}

/** How to start a script. */
export interface StartOptions {
  readonly args?: string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly preload?: string[];
}
