// What a page does with files of datasets that its reader gives it.
export { type DatasetFiles, giveFile, keptDatasets } from "./giveFile.ts";
export { forgetFile } from "./keptFiles.ts";
