import { parseArgs } from "node:util";
import { Problem } from "../setup/problem.mjs";

/**
 * @param {string[]} args as `npm run publish -- …` takes them
 * @returns {{ asked: string[], execution: boolean }} the notebooks that are asked for, none for all;
 * without execution stored runs are published
 * @throws Problem for an option that is not known
 */
export function readArguments(args) {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { "no-execute": { type: "boolean" } },
    });
    return { asked: positionals, execution: !values["no-execute"] };
  } catch (error) {
    throw new Problem(
      `${/** @type {Error} */ (error).message}\nUse npm run publish -- [--no-execute] [NOTEBOOK …], such as \`npm run publish -- 3.1\`.`,
    );
  }
}
