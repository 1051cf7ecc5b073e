import { decisionBoundary, voronoiRegions } from "lib/knn";
import { decisionRegions, type Figure, type MovablePoints } from "lib/plot";
import { drawTraces, type Scale } from "./drawTraces.ts";

type Point = readonly [x: number, y: number];

/** What Plotly knows of an axis that it has drawn. */
interface Axis {
  /** Where it begins, in pixels. */
  _offset: number;
  _length: number;
  l2p(value: number): number;
  p2l(pixels: number): number;
}

const STEP = 0.1;

/**
 * Lets the reader move the training points of a diagram, by pointer and by the arrow keys. While they
 * move, the diagram is drawn plainly over the figure; at rest it is the figure anew.
 *
 * @param place the figure's element
 * @param show draws another figure in its place
 */
export function movePoints(
  place: HTMLElement,
  { bounds, labels, k, title, ...start }: MovablePoints,
  show: (figure: Figure) => Promise<unknown>,
): void {
  const points = start.points.map((point): Point => point);
  const [xMin, yMin, xMax, yMax] = bounds;
  const plot = place.querySelector<HTMLElement>(".js-plotly-plot");
  if (!plot) return;
  plot.style.position = "relative";
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.classList.add("moving");
  const note = document.createElement("p");
  note.className = "run";
  note.setAttribute("role", "status");
  note.textContent = "Drag the points, or move them by the arrow keys.";
  place.append(note);

  let dark: boolean;
  window.followTheme((now) => {
    dark = now;
  });
  const diagram = (): Figure => {
    const regions = voronoiRegions({ points, labels }, k, bounds);
    const boundary = decisionBoundary(regions);
    return decisionRegions({ points, labels, regions, boundary, bounds, title });
  };
  const axes = (): { x: Axis; y: Axis } => {
    const drawn = plot as HTMLElement & { _fullLayout?: { xaxis: Axis; yaxis: Axis } };
    if (!drawn._fullLayout) throw new Error("Plotly has not drawn the diagram.");
    return { x: drawn._fullLayout.xaxis, y: drawn._fullLayout.yaxis };
  };
  const corner = () => plot.getBoundingClientRect();
  const scale = (): Scale => {
    const { x, y } = axes();
    return ([px, py]) => [x._offset + x.l2p(px), y._offset + y.l2p(py)];
  };
  const handles = points.map((_, i) => handleOf(i));
  const settle = debounced(250, async () => {
    try {
      await show(diagram());
      note.textContent =
        "The library's own regions of the points as they stand here; the cells' variables are as they were.";
    } catch (error) {
      note.textContent = (error as Error).message;
    }
    layOut();
    drawing.remove();
  });
  plot.append(...handles);
  layOut();
  new ResizeObserver(() => layOut()).observe(plot);

  /** Puts the handles over the points. */
  function layOut(): void {
    const at = scale();
    for (const [i, handle] of handles.entries()) {
      const [left, top] = at(points[i]);
      handle.style.left = `${left}px`;
      handle.style.top = `${top}px`;
      handle.setAttribute(
        "aria-label",
        `Point ${labels[i]} at ${points[i].join(", ")}: the arrow keys move it`,
      );
    }
  }

  function move(i: number, [x, y]: Point): void {
    const round = (value: number, least: number, most: number) =>
      Number(Math.min(most, Math.max(least, value)).toFixed(2));
    const before = points[i];
    points[i] = [round(x, xMin, xMax), round(y, yMin, yMax)];
    try {
      const { data } = diagram();
      const { x: right, y: down } = axes();
      const parts = window.figureParts({ data, layout: {} }, dark);
      drawTraces(drawing, parts.data, scale(), {
        left: right._offset,
        top: down._offset,
        width: right._length,
        height: down._length,
        ground: String(parts.layout.plot_bgcolor),
      });
      if (!drawing.isConnected) handles[0].before(drawing); // a handle that is moved would let go
    } catch (error) {
      points[i] = before;
      note.textContent = (error as Error).message;
    }
    layOut();
    settle();
  }

  function handleOf(i: number): HTMLButtonElement {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "point";
    let grip: Point; // where it was taken, from its centre
    handle.addEventListener("pointerdown", (event) => {
      const { left, top, width, height } = handle.getBoundingClientRect();
      grip = [event.clientX - left - width / 2, event.clientY - top - height / 2];
      handle.setPointerCapture(event.pointerId);
      event.stopPropagation(); // Plotly would zoom
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const { left, top } = corner();
      const { x, y } = axes();
      const pixels = [event.clientX - grip[0] - left, event.clientY - grip[1] - top];
      move(i, [x.p2l(pixels[0] - x._offset), y.p2l(pixels[1] - y._offset)]);
    });
    handle.addEventListener("keydown", (event) => {
      const [dx, dy] = ARROWS[event.key] ?? [0, 0];
      if (dx === 0 && dy === 0) return;
      event.preventDefault();
      const step = event.shiftKey ? 10 * STEP : STEP;
      move(i, [points[i][0] + dx * step, points[i][1] + dy * step]);
    });
    return handle;
  }
}

const ARROWS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function debounced(milliseconds: number, act: () => unknown): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
}
