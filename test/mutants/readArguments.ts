import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** A command of package.json, and what may follow its `--`. */
interface Command {
  readonly name: string;
  readonly usage: string;
}

/** What a command is given; ends it with how it is used where an option is unknown. */
export function readArguments<const T extends Options>({ name, usage }: Command, options: T) {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return giveUp(name, `${(error as Error).message}\nUse npm run ${name} -- ${usage}`);
  }
}

/** An option's whole number from 1; ends the command where it is none. */
export function wholeNumber(command: string, option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    giveUp(command, `--${option} is ${text}, it takes a whole number from 1`);
  }
  return number;
}

/** Ends a command in a sentence. */
export function giveUp(command: string, problem: string): never {
  console.error(`${command}: ${problem}`);
  process.exit(1);
}
