import { existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { kernelPath, root } from "../scripts/setup/project.mjs";
import { run } from "../scripts/setup/step.mjs";

/** What a boxed program sees of the system beside /usr. */
const system = ["/bin", "/sbin", "/lib", "/lib64", "/lib32"];

/** What it sees of the project. */
const project = [
  ...["package.json", "tsconfig.json", "node_modules", "lib/package.json", "lib/dist"],
].map((name) => join(root, name));

/** What it does not see: the solutions that students do not have. */
const solutions = [join(root, "lib", "dist", "ops", "solutions")].filter((path) =>
  existsSync(path),
);

const MB = 2 ** 20;

/**
 * The command that starts a program in a box: no network, no other process, nothing of the machine
 * but the system, Node and the built project, all read-only; an empty /tmp of 256 MB.
 *
 * A BoxedManager puts its places for {sockets} and {folder}.
 *
 * @param folder that it works in and sees, read-only
 * @param environment what it sees of the environment
 */
export function boxed(folder = "{folder}", environment: Record<string, string> = {}): string[] {
  const node = dirname(realpathSync(process.execPath));
  const data = process.env.CNN_DATA_DIR;
  const readable = [...project, kernelPath, dirname(node), ...(data ? [data] : []), folder];
  const seen = { PATH: `${node}:/usr/bin:/bin`, HOME: "/tmp", ...environment };
  return [
    ...["prlimit", "--core=0", `--fsize=${256 * MB}`],
    ...["bwrap", "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--hostname", "box"],
    ...["--ro-bind", "/usr", "/usr"],
    ...system.filter(existsSync).flatMap(systemFolder),
    ...["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"],
    ...["--proc", "/proc", "--dev", "/dev", "--size", String(256 * MB), "--tmpfs", "/tmp"],
    ...readable.flatMap((path) => ["--ro-bind-try", path, path]),
    ...solutions.flatMap((path) => ["--tmpfs", path]),
    ...["--bind", "{sockets}", "{sockets}", "--chdir", folder, "--clearenv"],
    ...Object.entries(seen).flatMap(([name, value]) => ["--setenv", name, value]),
    ...(data ? ["--setenv", "CNN_DATA_DIR", data] : []),
  ];
}

const systemFolder = (path: string): string[] =>
  lstatSync(path).isSymbolicLink()
    ? ["--symlink", realpathSync(path).slice(1), path]
    : ["--ro-bind", path, path];

/** Why no box can be had on this machine; undefined where it can. */
export async function boxlessReason(
  platform: string = process.platform,
): Promise<string | undefined> {
  if (platform !== "linux") return "bubblewrap boxes programs on Linux alone";
  const { code, output } = await run("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"]);
  if (code === 0) return undefined;
  return output.includes("ENOENT")
    ? "bubblewrap is not installed (`sudo apt install bubblewrap`)"
    : `bubblewrap cannot make one here: ${output.trim().split("\n")[0]}`;
}
