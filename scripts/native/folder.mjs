import { join } from "node:path";
import { root } from "../setup/project.mjs";

/** Where backends lie that the default set-up lacks; below the project, whose tfjs they use. */
export const native = join(root, ".native");
