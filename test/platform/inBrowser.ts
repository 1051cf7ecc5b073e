import * as cores from "../../lib/backend/coresInBrowser.ts";
import * as folder from "../../lib/cifar/files/folderInBrowser.ts";
import * as files from "../../lib/data/filesInBrowser.ts";
import { keepFile } from "../../lib/data/keptFiles.ts";
import * as breathe from "../../lib/platform/breatheInBrowser.ts";
import type { BrowserFile } from "../../lib/platform/browser.ts";
import * as hash from "../../lib/platform/hashInBrowser.ts";
import * as threads from "../../lib/platform/threadsInBrowser.ts";
import { contracts, type Implementations, type Surroundings } from "./contracts.ts";
import { firstLosses } from "./firstLosses.ts";
import { losses, searched } from "./searched.ts";

// The script of a page that holds the browser's implementations to their contracts.
const implementations: Implementations = { breathe, hash, cores, threads, folder, files };
const surroundings: Surroundings = {
  echo: new URL("echoInBrowser.js", document.baseURI),
  folder: `contract/${Date.now()}`,
  async put(name, content) {
    const file: BrowserFile = new File([Uint8Array.from(content)], name);
    await keepFile(name, file);
    return { archive: name };
  },
};

declare global {
  interface Window {
    fulfil(name: keyof Implementations): Promise<void>;
    firstLosses: typeof firstLosses;
    losses: typeof losses;
    searched: typeof searched;
  }
}

window.fulfil = (name) => {
  const contract = contracts[name] as (
    implementation: object,
    given: Surroundings,
  ) => Promise<void>;
  return contract(implementations[name], surroundings);
};
Object.assign(window, { firstLosses, losses, searched });
