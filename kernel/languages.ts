import { typescriptVersion } from "./tslab.ts";

/** A language that cells are written in; each has a kernel spec. */
export type Language = "typescript" | "javascript";

/** The `language_info` of a `kernel_info_reply`. */
export const languageInfo: Record<Language, object> = {
  typescript: {
    name: "typescript",
    version: typescriptVersion,
    mimetype: "text/typescript",
    file_extension: ".ts",
    codemirror_mode: { name: "javascript", typescript: true },
  },
  javascript: {
    name: "javascript",
    version: process.versions.node,
    mimetype: "text/javascript",
    file_extension: ".js",
    pygments_lexer: "javascript",
    codemirror_mode: "javascript",
  },
};
