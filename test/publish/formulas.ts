import { type Notebook, text } from "../notebooks/notebook.ts";

/** How many formulas the prose of a notebook and its Markdown outputs have. */
export function countFormulas({ cells }: Notebook): number {
  const prose = cells.flatMap(({ cell_type, source, outputs = [] }) =>
    cell_type === "markdown"
      ? [text(source)]
      : outputs.flatMap(({ data }) =>
          data?.["text/markdown"] && !data["text/html"] ? [text(data["text/markdown"])] : [],
        ),
  );
  const withoutCode = prose.map((markdown) => markdown.replaceAll(/```.*?```|`[^`]*`/gs, ""));
  return withoutCode.flatMap((markdown) => markdown.match(/\$\$.+?\$\$|\$[^$]+\$/gs) ?? []).length;
}

/** How many figures a run has shown. */
export function countFigures({ cells }: Notebook): number {
  const outputs = cells.flatMap(({ outputs = [] }) => outputs);
  return outputs.filter(({ data }) => data && "application/vnd.plotly.v1+json" in data).length;
}
