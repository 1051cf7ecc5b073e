// The buttons of a page. It is a classic script, and nothing more is loaded before one is pressed.
import { makeBar } from "./bar.ts";
import { type Actions, PageCell } from "./cell.ts";
import type { Session } from "./later/session.ts";
import type { Page } from "./page.ts";

const { live = "", cells: compiled = "", notebook = "" } = document.documentElement.dataset;
const at = (path: string) => new URL(path, document.baseURI).href;

/** The modules of the folder `later`. */
interface Modules {
  session: typeof import("./later/session.ts");
  edit: typeof import("./later/edit.ts");
  checkTypes: typeof import("./later/checkTypes.ts");
  download: typeof import("./later/download.ts");
  dataFiles: typeof import("./later/dataFiles.ts");
}

const load = <Name extends keyof Modules>(name: Name): Promise<Modules[Name]> =>
  import(at(`${live}${name}.js`));

if (location.protocol === "file:") {
  note("This copy is for reading. Open it over http or https to run its cells.");
} else if (live) offerButtons();

function offerButtons(): void {
  let opened: Promise<Session> | undefined;
  const session = () => {
    opened ??= load("session").then(({ Session }) => new Session(page));
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  /** Does something with what has to be loaded first. */
  const act = (cell: PageCell | undefined, work: () => Promise<unknown>) => {
    work().catch(({ message }: Error) => {
      const text = `This needs what could not be loaded: ${message}`;
      if (!cell) bar.say(text);
      else if (cell.state === "loading") cell.say("failed", text);
      else cell.tell(text);
    });
  };
  const edit = (cell: PageCell, line?: number, column?: number) =>
    act(cell, async () => {
      const { edit } = await load("edit");
      await edit(page, cell, async () => (await session()).run(cell));
      if (line !== undefined) cell.editor?.goTo(line, column ?? 1);
    });
  const check = (cell: PageCell) =>
    act(cell, async () => (await load("checkTypes")).checkTypes(page, cell));
  const stop = () => act(undefined, async () => (await session()).stop());
  const actions: Actions = {
    run(cell) {
      cell.say("loading", "loading");
      act(cell, async () => (await session()).run(cell));
    },
    stop,
    edit,
    check,
    goTo: edit,
    reset(cell) {
      cell.reset();
      cell.focus();
    },
  };
  const sections = document.querySelectorAll<HTMLElement>("section.code");
  const cells = [...sections].map((section, i) => new PageCell(section, i + 1, actions));
  if (cells.length === 0) return;
  const bar = makeBar("All cells");
  let runs = false;
  const runButton = bar.add("Run all", () => {
    if (runs) stop();
    else act(undefined, async () => (await session()).runAll());
  });
  bar.add("Reset all", () => {
    act(undefined, async () => {
      (await opened)?.restart();
      for (const cell of cells) cell.reset();
      bar.say("as published");
    });
  });
  bar.add("Download as notebook", () =>
    act(undefined, async () => (await load("download")).download(page)),
  );
  const data = async () => (await load("dataFiles")).dataFiles(page, await session());
  bar.add("Data files", () => act(undefined, async () => (await data()).toggle()));
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (files.length === 0) return;
    event.preventDefault();
    act(undefined, async () => (await data()).take(files));
  });
  bar.element.classList.add("all");
  const page: Page = {
    cells,
    bar,
    scripts: at(live),
    compiled: at(compiled),
    notebook: at(notebook),
    openDataFiles: () => act(undefined, async () => (await data()).open()),
    showRunning(now) {
      runs = now;
      bar.element.classList.toggle("running", now);
      runButton.textContent = now ? "Stop" : "Run all";
    },
  };
  (document.querySelector("main .run") ?? document.querySelector("h1"))?.after(bar.element);
}

function note(text: string): void {
  const paragraph = document.createElement("p");
  paragraph.className = "run";
  paragraph.textContent = text;
  (document.querySelector("main .run") ?? document.querySelector("h1"))?.after(paragraph);
}
