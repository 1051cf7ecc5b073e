import { complain } from "../complain.ts";
import { interrupt } from "./interrupts.ts";

const NAME = "CNN_CELL_SECONDS";

/** How long a cell may run, in seconds. */
const limit = readLimit();

function readLimit(): number {
  const text = process.env[NAME];
  if (!text) return Infinity;
  const seconds = Number(text);
  if (seconds > 0) return seconds;
  complain(
    `${NAME} is ${JSON.stringify(text)}, must be a positive number: cells run without limit`,
  );
  return Infinity;
}

/** The time that a cell may take: it is interrupted at its end. */
export class Deadline {
  readonly #timer: NodeJS.Timeout | undefined;
  /** Says that the cell has run for too long. */
  overrun: string | undefined;

  /** @param say what the user is told then */
  constructor(say: (text: string) => void) {
    if (limit === Infinity) return;
    const overrun = () => {
      this.overrun = `the cell ran longer than ${NAME}=${limit} allows`;
      say(`${this.overrun}: it is interrupted.\n`);
      interrupt();
    };
    this.#timer = setTimeout(overrun, Math.min(limit * 1000, 2 ** 31 - 1));
  }

  /** The cell has ended. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
