export { type Figure, figureBundle } from "./figure.ts";
export { type ImageGrid, imageGrid } from "./imageGrid.ts";
export { type Measurement, trainingLoss, validationAccuracy } from "./learningCurves.ts";
export { liveProgress, type Progress } from "./liveProgress.ts";
export { displayable, displayInPlace, type MimeBundle } from "./mime.ts";
export { pngDataUri } from "./png.ts";
export { show } from "./show.ts";
export { type Table, table } from "./table.ts";
export { layoutOf, PALETTE } from "./theme.ts";
