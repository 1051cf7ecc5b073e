import { join } from "node:path";
import { root } from "../scripts/setup/project.mjs";
import { folder } from "./notebooks.ts";

/** Where the notebooks of a site are, and where their runs and the pages go. */
export interface Place {
  /** The folder of the notebooks. */
  readonly notebooks: string;
  /** Where executed notebooks are kept, so that a page can be made again without another run. */
  readonly runs: string;
  readonly site: string;
}

/** That of the worked notebooks. */
export const worked: Place = {
  notebooks: folder,
  runs: join(root, ".runs"),
  site: join(root, "site"),
};
