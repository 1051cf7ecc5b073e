import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, realpathSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Builds the image of deploy/Dockerfile, and runs a program in it as a hub would: see `run`. */
export interface Containers {
  build(root: string): void;
  /**
   * Runs a program as uid 1000 in a container that is read-only but for its home and /tmp, has no
   * network and 1 GB of memory; `mounts` are folders of this machine, read-only, by their places there.
   */
  run(mounts: Readonly<Record<string, string>>, command: readonly string[]): string;
  remove(): void;
}

const IMAGE = "localhost/cnn-notebooks-test";
const loud = { stdio: "inherit" } as const;
const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

/** What builds and runs images here, or why nothing does. */
export function containers(folder: string): Containers | string {
  if (works("docker", "info")) return docker;
  const missing = ["buildah", "debootstrap", "bwrap", "setpriv"].filter(
    (program) => !works("sh", "-c", `command -v ${program}`),
  );
  if (process.getuid?.() === 0 && missing.length === 0) return buildah(folder);
  return (
    "an image is built by Docker, or as root without a registry: " +
    "apt-get install buildah debootstrap bubblewrap util-linux"
  );
}

const docker: Containers = {
  build: (root) =>
    void execFileSync("docker", ["build", "-f", "deploy/Dockerfile", "-t", IMAGE, "."], {
      cwd: root,
      ...loud,
    }),
  run(mounts, command) {
    const volumes = Object.entries(mounts).flatMap(([to, from]) => ["-v", `${from}:${to}:ro`]);
    const limits = [
      "--read-only",
      "--memory",
      "1g",
      "-e",
      "MEM_LIMIT=1073741824",
      "--network",
      "none",
      "--user",
      "1000",
    ];
    const writable = ["--tmpfs", "/tmp", "--tmpfs", "/home/jovyan:uid=1000,exec"];
    return execFileSync(
      "docker",
      ["run", "--rm", ...limits, ...writable, ...volumes, IMAGE, ...command],
      {
        encoding: "utf8",
      },
    );
  },
  remove: () => void spawnSync("docker", ["rmi", IMAGE]),
};

/** With a base from Debian's own archive, this machine's Node, and no registry. */
function buildah(own: string): Containers {
  const folder = process.env.CNN_IMAGE_STORE ?? own; // kept: an image that is there is not built anew
  const store = [
    "--root",
    path.join(folder, "store"),
    "--runroot",
    path.join(folder, "run"),
    "--storage-driver",
    "vfs",
  ];
  const call = (...args: string[]) =>
    execFileSync("buildah", [...store, ...args], { encoding: "utf8" }).trim();
  const base = "localhost/cnn-base";
  let container = "";
  const makeBase = () => {
    const debian = process.env.CNN_DEBIAN ?? path.join(folder, "debian");
    if (!existsSync(path.join(debian, "etc"))) {
      const packages = "python3,python3-venv,ca-certificates";
      const args = ["--variant=minbase", `--include=${packages}`, "bookworm", debian];
      execFileSync("debootstrap", [...args, "http://deb.debian.org/debian"], loud);
    }
    const working = call("from", "scratch");
    call("copy", "--quiet", working, debian, "/");
    call("copy", "--quiet", working, realpathSync(process.execPath), "/usr/local/bin/node");
    const npm = path.resolve(
      realpathSync(execFileSync("sh", ["-c", "command -v npm"], { encoding: "utf8" }).trim()),
      "../..",
    );
    call("copy", "--quiet", working, npm, "/usr/local/lib/node_modules/npm");
    const certificates = process.env.NODE_EXTRA_CA_CERTS;
    if (certificates) {
      const there = "/etc/ssl/certs/ca-certificates.crt";
      call("copy", "--quiet", working, certificates, there);
      call(
        "config",
        "--env",
        `NODE_EXTRA_CA_CERTS=${there}`,
        "--env",
        `PIP_CERT=${there}`,
        working,
      );
    }
    call(
      "run",
      "--isolation",
      "chroot",
      working,
      "--",
      "ln",
      "-s",
      "../lib/node_modules/npm/bin/npm-cli.js",
      "/usr/local/bin/npm",
    );
    call("commit", "--quiet", "--rm", working, base);
  };
  return {
    build(root) {
      if (call("images", "--noheading", "--format", "{{.Name}}").split("\n").includes(IMAGE)) {
        return;
      }
      makeBase();
      const args = ["bud", "--isolation", "chroot", "--build-arg", `BASE=${base}`];
      const files = ["-f", "deploy/Dockerfile", "--ignorefile", ".dockerignore"];
      execFileSync("buildah", [...store, ...args, ...files, "-t", IMAGE, "."], {
        cwd: root,
        ...loud,
      });
    },
    run(mounts, command) {
      container ||= call("from", "--pull-never", IMAGE);
      const root = call("mount", container);
      for (let place = path.dirname(root); place.startsWith(folder); place = path.dirname(place)) {
        execFileSync("chmod", ["a+x", place]);
      } // or uid 1000 does not find it
      const config: { OCIv1: { config: { Env: string[]; Entrypoint: string[] } } } = JSON.parse(
        call("inspect", "--type", "image", IMAGE),
      );
      const { Env, Entrypoint } = config.OCIv1.config;
      const binds = Object.entries(mounts).flatMap(([to, from]) => ["--ro-bind", from, to]);
      const sandbox = [
        "bwrap",
        "--clearenv",
        "--unshare-all",
        "--die-with-parent",
        "--ro-bind",
        root,
        "/",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
      ];
      const writable = ["--tmpfs", "/tmp", "--tmpfs", "/home/jovyan", "--chdir", "/home/jovyan"];
      const environment = [...Env, "MEM_LIMIT=1073741824"].flatMap((each) => [
        "--setenv",
        each.split("=")[0],
        each.slice(each.indexOf("=") + 1),
      ]);
      const user = ["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups"];
      return inGigabyte([
        ...user,
        ...sandbox,
        ...writable,
        ...binds,
        ...environment,
        ...Entrypoint,
        ...command,
      ]);
    },
    remove() {
      call("rm", "--all");
      if (folder === own) call("rmi", "--all", "--force");
    },
  };
}

/** Runs a command in a control group that has 1 GB. */
function inGigabyte(command: readonly string[]): string {
  const [root, file] = existsSync("/sys/fs/cgroup/memory/memory.limit_in_bytes")
    ? ["/sys/fs/cgroup/memory", "memory.limit_in_bytes"]
    : ["/sys/fs/cgroup", "memory.max"];
  const group = path.join(root, `cnn-image-${randomUUID()}`);
  mkdirSync(group);
  try {
    writeFileSync(path.join(group, file), String(2 ** 30));
    const enter = `echo $$ > ${group}/cgroup.procs && exec "$@"`;
    return execFileSync("sh", ["-c", enter, "sh", ...command], { encoding: "utf8" });
  } finally {
    removeGroup(group);
  }
}

/** A group is busy until the system has buried its last process. */
function removeGroup(group: string): void {
  const nap = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 50; existsSync(group); tries--) {
    try {
      rmdirSync(group);
    } catch (error) {
      if (tries === 0) throw error;
      Atomics.wait(nap, 0, 0, 100);
    }
  }
}
