import { type Bounds, decisionBoundary, type TrainingSet, voronoiRegions } from "lib/knn";
import { decisionRegions } from "lib/plot";
import { openDrawing } from "../../publish/pictures/openDrawing.ts";
import { steadyIds } from "./steadyIds.ts";

const trainingSet: TrainingSet = {
  points: [
    [1, 3],
    [-4, -2],
    [-3, -1.5],
    [3, 3],
    [0, -2],
    [-2, 0],
    [-2, 4],
  ],
  labels: ["+", "+", "-", "-", "+", "+", "-"],
};

/**
 * The README's picture: the assignment's seven points and the regions of the 3-nearest-neighbour
 * classifier, as SVG.
 */
export async function regions(): Promise<string> {
  const bounds: Bounds = [-6, -5, 6, 6];
  const regions = voronoiRegions(trainingSet, 3, bounds);
  const boundary = decisionBoundary(regions);
  const title = "The regions of a 3-nearest-neighbour classifier";
  const { data, layout } = decisionRegions({ ...trainingSet, regions, boundary, bounds, title });
  const figure = { data, layout: { ...layout, width: 640, height: 560 } };
  const [{ svg }] = await openDrawing()(figure, false);
  return steadyIds(svg);
}
