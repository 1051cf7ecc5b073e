import { steadyIds } from "../../docs/drawings/steadyIds.ts";
import { openDrawing } from "../../publish/pictures/openDrawing.ts";
import { CURVE, EXAMPLES } from "./examples.ts";

/** The picture of each example, as a page has it; of a slider its first step. And the live curve's. */
export async function* pictures(): AsyncGenerator<[name: string, svg: string]> {
  const draw = openDrawing();
  for (const [name, figure] of Object.entries(EXAMPLES)) {
    const [{ svg }] = await draw(figure, false);
    yield [name, steadyIds(svg)];
  }
  yield ["curveSvg", CURVE];
}
