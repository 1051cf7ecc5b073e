import { parseArgs } from "node:util";
import { Problem } from "../scripts/setup/problem.mjs";

export interface Choice {
  /** The notebooks that are asked for, none for all. */
  asked: string[];
  /** Without it stored runs are published. */
  execution: boolean;
}

/**
 * @param args as `npm run publish -- …` takes them
 * @throws Problem for an option that is not known
 */
export function readArguments(args: string[]): Choice {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { "no-execute": { type: "boolean" } },
    });
    return { asked: positionals, execution: !values["no-execute"] };
  } catch (error) {
    throw new Problem(
      `${(error as Error).message}\nUse npm run publish -- [--assignment] [--no-execute] [NOTEBOOK …], such as \`npm run publish -- 3.1\`.`,
    );
  }
}
