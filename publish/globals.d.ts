import type { Figure } from "lib/plot";

/** A step of a slider: the method of Plotly that it calls, and with what. */
interface Step {
  label: string;
  method: "update" | "restyle" | "relayout";
  args: unknown[];
}

/** A figure without its slider. */
export interface FigureParts extends Figure {
  slider?: { currentvalue?: { prefix?: string } };
  steps: Step[];
}

type Draw = (place: HTMLElement, ...args: unknown[]) => Promise<unknown>;

interface Plotly extends Record<"newPlot" | "react" | Step["method"], Draw> {
  toImage(figure: object, options: object): Promise<string>;
  PlotSchema: { get(): { traces: object } };
}

declare global {
  /** What the scripts of a page share: a page opened as a file cannot load modules. */
  interface Window {
    /** Data of figures, by the path of their file without its ending. */
    figures: Record<string, Figure>;
    figureParts(figure: Figure, dark: boolean): FigureParts;
    Plotly: Plotly;
    /** Calls back now and whenever the page turns dark or light. */
    followTheme(use: (dark: boolean) => void): void;
    turnTheme(): void;
    /** Returns what draws another figure in its place. */
    showFigure(place: HTMLElement, figure: Figure): (next: Figure) => Promise<void>;
  }
}
