import type { Figure } from "lib/plot";

type Point = readonly [x: number, y: number];

/** Where a point of the figure is, in pixels. */
export type Scale = (point: Point) => Point;

/** What is drawn of a trace. */
interface Trace {
  x?: (number | null)[];
  y?: (number | null)[];
  mode?: string;
  fill?: string;
  fillcolor?: string;
  line?: { color?: string; width?: number };
  marker?: { color?: string; size?: number; line?: { color?: string; width?: number } };
  text?: string;
  textfont?: { color?: string; size?: number };
}

/** The part of a figure that is drawn, in pixels, and the colour of its ground. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
  ground: string;
}

/** Draws areas, lines and markers of scatter traces, plainly and at once. */
export function drawTraces(
  svg: SVGSVGElement,
  data: Figure["data"],
  scale: Scale,
  { left, top, width, height, ground }: Area,
): void {
  svg.setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
  Object.assign(svg.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
    background: ground,
  });
  svg.replaceChildren(...(data as Trace[]).flatMap((trace) => shapesOf(trace, scale)));
}

function shapesOf(trace: Trace, scale: Scale): SVGElement[] {
  const { x = [], y = [], mode = "", line, marker } = trace;
  const points = x.map((px, i) => {
    const py = y[i];
    return px === null || py === null ? undefined : scale([px, py]);
  });
  const shapes: SVGElement[] = [];
  if (mode.includes("lines")) {
    shapes.push(
      element("path", {
        d: pathOf(points),
        fill: trace.fill ? (trace.fillcolor ?? "none") : "none",
        stroke: line?.color ?? "none",
        "stroke-width": line?.width ?? 1,
        "stroke-linecap": "round",
      }),
    );
  }
  if (mode.includes("text")) {
    for (const point of points) {
      if (!point) continue;
      const [cx, cy] = point;
      const { color = "none", size = 6, line } = marker ?? {};
      const ring = { stroke: line?.color ?? "none", "stroke-width": line?.width ?? 0 };
      shapes.push(element("circle", { cx, cy, r: size / 2, fill: color, ...ring }));
      const { color: fill = "none", size: font = 12 } = trace.textfont ?? {};
      const at = { x: cx, y: cy, fill, "font-size": font, "text-anchor": "middle", dy: "0.35em" };
      const text = element("text", {
        ...at,
        "font-weight": "bold",
        "font-family": "Helvetica, Arial",
      });
      text.textContent = (trace.text ?? "").replaceAll(/<[^>]*>/g, "");
      shapes.push(text);
    }
  }
  return shapes;
}

function pathOf(points: (Point | undefined)[]): string {
  return points
    .map(
      (point, i) =>
        point && `${points[i - 1] ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`,
    )
    .filter(Boolean)
    .join("");
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
