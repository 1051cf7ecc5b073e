import { floors } from "./floors.ts";
import { journey, RUN_TO_PICTURE, TRAIN_TO_LOSS } from "./journeys.ts";
import { threads } from "./threads.ts";

const DRAWINGS: Record<string, () => string> = {
  floors,
  threads,
  "run to picture": () => journey(RUN_TO_PICTURE),
  "train to loss": () => journey(TRAIN_TO_LOSS),
};

/** The text of docs/architecture.md with each drawing as the code has it now. */
export function withDrawings(text: string): string {
  for (const [name, draw] of Object.entries(DRAWINGS)) {
    const [begin, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->\n`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < 0) throw new Error(`docs/architecture.md lacks the place of "${name}"`);
    const drawing = `\`\`\`mermaid\n${draw()}\n\`\`\`\n`;
    text = text.slice(0, from) + begin + drawing + text.slice(to);
  }
  return text;
}
