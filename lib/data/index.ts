export type { Dataset, Source, Splits } from "./dataset.ts";
export { type Random, randomNormal, randomPermutation, seededRandom } from "./random.ts";
