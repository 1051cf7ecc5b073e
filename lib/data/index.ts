export { loadCifar10, locateCifar10 } from "./cifar10.ts";
export type { Dataset, Source, Splits } from "./dataset.ts";
export { imageAt } from "./image-at.ts";
export type { LoadOptions, Location } from "./load.ts";
export { loadMnist, locateMnist } from "./mnist.ts";
export { type Random, randomNormal, randomPermutation, seededRandom } from "./random.ts";
export { type SourceNotice, sourceNotice } from "./source-notice.ts";
export type { SplitSizes } from "./split.ts";
export { subset } from "./subset.ts";
