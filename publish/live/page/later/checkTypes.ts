import type { PageCell } from "../cell.ts";
import type { Fault } from "../cellChecker.ts";
import type { Page } from "../page.ts";
import type { ToChecker } from "./typeChecker.ts";

let checker: Promise<Worker> | undefined;
let checks: Promise<unknown> = Promise.resolve();

/** Says what TypeScript finds in a cell, as it is shown after those above it. */
export function checkTypes(page: Page, cell: PageCell): Promise<void> {
  const next = checks.then(() => check(page, cell));
  checks = next.catch(() => {});
  return next;
}

async function check(page: Page, cell: PageCell): Promise<void> {
  cell.tell(checker ? "checking types" : "loading TypeScript");
  checker ??= start(page.scripts);
  const worker = await checker.catch((error: Error) => {
    checker = undefined;
    throw error;
  });
  cell.tell("checking types");
  const sources = page.cells.slice(0, cell.number).map(({ source }) => source);
  const faults = await new Promise<Fault[]>((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ sources } satisfies ToChecker);
  });
  if (sources.at(-1) !== cell.source) return cell.tell("edited while its types were checked");
  cell.showFaults(faults);
  const count = faults.length === 1 ? "1 type error" : `${faults.length} type errors`;
  cell.tell(faults.length === 0 ? "no type errors" : count);
}

/** A worker with TypeScript, once it has read the declarations. */
function start(scripts: string): Promise<Worker> {
  const code = `import ${JSON.stringify(new URL("typeChecker.js", scripts).href)};`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = () => {
      worker.terminate();
      reject(new Error("TypeScript could not be loaded."));
    };
    const declarations = new URL("declarations.json", scripts).href;
    worker.postMessage({ declarations } satisfies ToChecker);
  });
}
