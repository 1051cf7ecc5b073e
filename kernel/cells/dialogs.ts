import { check } from "./keyboardInterrupt.ts";
import { ask } from "./link.ts";

/** The user's input, in a line below the cell; null where the client takes none. */
function askUser(text: string, password: boolean): string | null {
  const answer = ask({ kind: "input", prompt: text, password });
  check();
  return answer;
}

/**
 * The user's answer to a text.
 *
 * @param asker what the cell has called
 * @throws Error if the client takes no input
 */
export function answerTo(asker: string, text: string, password = false): string {
  const answer = askUser(text, password);
  if (answer !== null) return answer;
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
  return answerTo("prompt", preset ? `${text} [${preset}] ` : String(text), password) || preset;
}

/**
 * Asks the user to agree, which `y` and `yes` do.
 *
 * @throws Error if the client takes no input
 */
export function confirm(text: unknown = "Confirm"): boolean {
  return /^\s*y(es)?\s*$/i.test(answerTo("confirm", `${text} [y/N] `));
}

/** Shows the user a text, and waits for Enter where the client takes input. */
export function alert(text: unknown = "Alert"): void {
  if (askUser(`${text} [Enter] `, false) === null) console.log(String(text));
}
