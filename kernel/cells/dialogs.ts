import { check } from "./interrupt.ts";
import { ask } from "./link.ts";

/** The user's input, in a line below the cell; null where the client takes none. */
function askUser(text: string, password = false): string | null {
  const answer = ask({ kind: "input", prompt: text, password });
  check();
  return answer;
}

function refuse(asker: string): never {
  throw new Error(
    `${asker}: the program that runs this cell takes no input (it sent allow_stdin: false); ` +
      "run the cell in JupyterLab, or write the value into it",
  );
}

/**
 * Asks the user for a text.
 *
 * @param initial what an empty answer stands for
 * @throws Error if the client takes no input
 */
export function prompt(text: unknown = "", initial: string | { password?: boolean } = ""): string {
  const { password = false } = Object(initial);
  const preset = typeof initial === "object" ? "" : String(initial);
  const answer = askUser(preset ? `${text} [${preset}] ` : String(text), password);
  return (answer ?? refuse("prompt")) || preset;
}

/**
 * Asks the user to agree, which `y` and `yes` do.
 *
 * @throws Error if the client takes no input
 */
export function confirm(text: unknown = "Confirm"): boolean {
  const answer = askUser(`${text} [y/N] `) ?? refuse("confirm");
  return /^\s*y(es)?\s*$/i.test(answer);
}

/** Shows the user a text, and waits for Enter where the client takes input. */
export function alert(text: unknown = "Alert"): void {
  if (askUser(`${text} [Enter] `) === null) console.log(String(text));
}
