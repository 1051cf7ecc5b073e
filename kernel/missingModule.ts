import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { projectRoot } from "./tslab.ts";

/** A package's name with its version, and the way into it: `@scope/name@1` and `/sub`. */
const PACKAGE = /^((?:@[\w.~-]+\/)?[\w~-][\w.~-]*)(@[^/?#]+)?(\/[^?#]*)?/;
/** Where packages of npm are to be had by URL. */
const CDN =
  /^https?:\/\/(?:esm\.sh|esm\.run|unpkg\.com|cdn\.skypack\.dev|cdn\.jsdelivr\.net\/npm|(?:ga\.)?jspm\.(?:dev|io)\/npm:)\/?(?:v\d+\/)?(.+)/;

/** The package that an import's name begins with: `@scope/name` or `name`. */
export const packageOf = (name: string): string => PACKAGE.exec(name)?.[1] ?? name;

/** Whether a package can be found from a folder. */
function isInstalled(name: string, folder: string): boolean {
  const own = path.join(folder, "node_modules", name);
  const above = path.dirname(folder);
  return existsSync(own) || (above !== folder && isInstalled(name, above));
}

/** What to do for a package that another kernel would fetch by its name. */
function install(spec: string, command: string, folder: string, why: string): string | undefined {
  const [, name, version = "", inside = ""] = PACKAGE.exec(spec) ?? [];
  if (!name) return undefined;
  const entry = inside === "/+esm" ? name : name + inside; // as jsDelivr marks a module
  return `${why}: run \`${command} ${name}${version}\` in ${folder} and import from "${entry}".`;
}

/**
 * What to do about a module that is not found; undefined where no more is known than that.
 *
 * @param folder that of the file which imports it
 */
export function explainMissing(specifier: string, folder: string): string | undefined {
  const [, scheme, rest = ""] = /^(npm|jsr|https?|node):\/*(.*)/.exec(specifier) ?? [];
  if (scheme === "npm") return install(rest, "npm i", folder, "`npm:` is Deno's way to import");
  if (scheme === "jsr") {
    return install(rest, "npx jsr add", folder, "`jsr:` is Deno's way to import");
  }
  if (scheme === "node") return `Node.js ${process.version} has no module "${specifier}".`;
  if (scheme) {
    const [, spec] = CDN.exec(specifier) ?? [];
    const why = "Node.js imports nothing by URL";
    const known = spec === undefined ? undefined : install(spec, "npm i", folder, why);
    return (
      known ??
      `${why}: save the file beside the notebook, or \`npm i\` the package in ${folder}, and import that.`
    );
  }
  const [whole, name] = PACKAGE.exec(specifier) ?? [];
  if (!name || whole !== specifier || isBuiltin(specifier)) return undefined;
  if (isInstalled(name, folder) || isInstalled(name, projectRoot)) return undefined;
  return `Cannot find module '${specifier}': run \`npm i ${name}\` in ${folder}, then this cell again.`;
}
