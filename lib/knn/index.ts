export { classify } from "./classify.ts";
export { classifyImages } from "./classifyImages.ts";
export { decisionBoundary, type Segment } from "./decisionBoundary.ts";

export type { Images, Metric, Neighbors } from "./images.ts";
export { type FeatureMetric, type Features, nearestFeatures } from "./nearestFeatures.ts";
export { nearestImages } from "./nearestImages.ts";
export { nearestNeighbors } from "./nearestNeighbors.ts";
export { area, nearerPart, type Polygon } from "./polygon.ts";
export type { Label, Point, TrainingSet } from "./trainingSet.ts";
export { type Bounds, type Region, voronoiRegions } from "./voronoiRegions.ts";
