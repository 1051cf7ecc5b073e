import { join } from "node:path";
import { work } from "./project.mjs";

const windows = process.platform === "win32";

/**
 * How to call npm: the one that runs this script, else the one on the PATH (on Windows a batch
 * file, which only a shell can start).
 * @param {string[]} args without spaces
 * @returns {[string, string[], import("node:child_process").SpawnOptions]}
 */
export function npm(...args) {
  const options = {
    env: {
      ...process.env,
      npm_config_cache: join(work, "npm"),
      npm_config_loglevel: "warn",
      npm_config_fetch_retry_mintimeout: "2000",
      npm_config_fetch_retry_maxtimeout: "8000",
    },
  };
  const { npm_execpath } = process.env;
  return npm_execpath?.endsWith("npm-cli.js")
    ? [process.execPath, [npm_execpath, ...args], options]
    : ["npm", args, { ...options, shell: windows }];
}
