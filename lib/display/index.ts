export { alignColumns } from "./alignColumns.ts";
export { displayable, type MimeBundle } from "./displayable.ts";
export { displayInPlace } from "./displayInPlace.ts";
export { escapeHtml } from "./escapeHtml.ts";
export { type Kernel, kernel } from "./kernel.ts";
export { liveDisplay } from "./liveDisplay.ts";
export { type Markdown, markdown } from "./markdown.ts";
export { type Table, table, tableBundle } from "./table.ts";
export { type Terminal, terminalLine } from "./terminalLine.ts";
