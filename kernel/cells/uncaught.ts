import { withBuiltIns } from "./builtins.ts";
import { KeyboardInterrupt } from "./keyboardInterrupt.ts";

const { error: write } = console; // cells may replace it
const { emit } = process;

function print(error: unknown): void {
  try {
    withBuiltIns(() => write(error));
  } catch {
    process.stderr.write("An error that nobody has caught cannot be shown.\n");
  }
}

/** Tells the cells' own listeners, if there are any; what goes wrong in them ends nothing. */
function isTaken(event: string, args: unknown[]): boolean {
  try {
    return Reflect.apply(emit, process, [event, ...args]);
  } catch (error) {
    print(error);
    return true;
  }
}

/**
 * Takes an error that nobody has caught, as Node does: listeners to `uncaughtException` get it,
 * else it is printed. An interrupt is none.
 */
export function takeUncaught(error: unknown, origin: string): void {
  if (error instanceof KeyboardInterrupt) return;
  if (!isTaken("uncaughtException", [error, origin])) print(error);
}

/** Has errors that nobody catches end no kernel, whatever the cells listen to. */
export function surviveUncaught(): void {
  const emitChecked = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event === "uncaughtException") takeUncaught(args[0], String(args[1]));
    else if (event !== "unhandledRejection") return Reflect.apply(emit, process, [event, ...args]);
    else if (!isTaken(event, args)) takeUncaught(args[0], event);
    return true;
  };
  Object.assign(process, { emit: emitChecked });
}
