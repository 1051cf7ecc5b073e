import { makeButton } from "../bar.ts";
import type { Page } from "../page.ts";
import type { Session } from "./session.ts";

/** The panel in which a reader gives the files of datasets. */
interface DataFiles {
  open(): void;
  toggle(): void;
  /** Checks and keeps files. */
  take(files: File[]): Promise<void>;
}

let made: DataFiles | undefined;

/** The page's panel. */
export function dataFiles(page: Page, session: Session): DataFiles {
  made ??= makePanel(page, session);
  return made;
}

function makePanel(page: Page, session: Session): DataFiles {
  const panel = document.createElement("section");
  panel.className = "data-files";
  panel.setAttribute("aria-label", "Data files");
  panel.innerHTML = `
<p>A page loads no data from elsewhere. Files that you have, such as <code>cifar-10-binary.tar.gz</code> or MNIST's
four <code>.gz</code> files, are checked and kept in this browser and go nowhere else; the cells then load them.</p>
<p><label>Choose files, or drop them on the page: <input type="file" multiple></label></p>
<ul></ul>
<p role="status"></p>`;
  const [input] = panel.getElementsByTagName("input");
  const [list] = panel.getElementsByTagName("ul");
  const [, , status] = panel.getElementsByTagName("p");
  const say = (text: string) => {
    status.textContent = text;
  };
  const show = async (forgotten?: string) => {
    const datasets = await session.datasets(forgotten);
    const there = datasets.filter(({ files }) => files.length > 0);
    list.replaceChildren(
      ...there.map(({ name, files, missing }) => {
        const item = document.createElement("li");
        const rest = missing.length > 0 ? `; missing: ${missing.join(", ")}` : "";
        const remove = async () => {
          await show(name);
          say(`${name} is removed.`);
          input.focus();
        };
        item.append(`${name}: ${files.join(", ")}${rest} `, makeButton(`Remove ${name}`, remove));
        return item;
      }),
    );
  };
  const take = async (files: File[]) => {
    panel.hidden = false;
    const texts: string[] = [];
    for (const file of files) {
      say([...texts, `Reading ${file.name} …`].join(" "));
      texts.push((await session.keep(file)).text);
    }
    say(texts.join(" "));
    await show();
  };
  input.onchange = async () => {
    await take(Array.from(input.files ?? []));
    input.value = ""; // so that the same file can be given again
  };
  panel.hidden = true;
  page.bar.element.after(panel);
  const open = () => {
    panel.hidden = false;
    input.focus();
    void show();
  };
  const toggle = () => {
    if (panel.hidden) open();
    else panel.hidden = true;
  };
  return { open, take, toggle };
}
