import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { projectRoot } from "../tslab.ts";

const KINDS = ["dependencies", "optionalDependencies", "peerDependencies"];

/**
 * What a cell of the notebook's folder may count on: what the package.json files of the folder, of
 * those above it and of the project name, their workspaces with what these name, and Node's own.
 */
export function dependencies(folder: string = process.cwd()): Set<string> {
  const named = [...above(folder), projectRoot].flatMap((place) => {
    const workspaces = linked(path.join(place, "node_modules"));
    const packages = [place, ...workspaces.map(({ target }) => target)];
    return [...workspaces.map(({ name }) => name), ...packages.flatMap(dependenciesOf)];
  });
  const own = builtinModules.filter((name) => !name.startsWith("_"));
  return new Set([...named, ...own, ...own.map((name) => `node:${name}`)]);
}

/** The folder and those above it. */
function above(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}

function dependenciesOf(folder: string): string[] {
  try {
    const content = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    return KINDS.flatMap((kind) => Object.keys(content[kind] ?? {}));
  } catch {
    return []; // there is none, or it is being written
  }
}

/** The packages that are no copies but links to folders in development, such as workspaces. */
function linked(modules: string): { name: string; target: string }[] {
  const entries = (folder: string) => {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch {
      return [];
    }
  };
  const scopes = entries(modules).filter(({ name }) => name.startsWith("@"));
  const places = ["", ...scopes.map(({ name }) => `${name}/`)];
  return places.flatMap((scope) =>
    entries(path.join(modules, scope))
      .filter((entry) => entry.isSymbolicLink())
      .map(({ name }) => scope + name)
      .filter((name) => existsSync(path.join(modules, name))) // its folder may be gone
      .map((name) => ({ name, target: realpathSync(path.join(modules, name)) }))
      .filter(({ target }) => !target.split(path.sep).includes("node_modules")),
  );
}
