import type { CheckReport } from "./checkReport.ts";

const jupyterKernel: unique symbol = Symbol.for("jupyter.kernel");

/** Puts a report's table under the running cell of a notebook; elsewhere it prints it. */
export function showReport(report: CheckReport): void {
  const { [jupyterKernel]: kernel } = globalThis as { [jupyterKernel]?: Kernel };
  const text = report.toString();
  if (kernel)
    kernel.display({ data: { "text/html": report.toHtml(), "text/plain": text }, metadata: {} });
  else console.log(text);
}

interface Kernel {
  display(content: { data: Record<string, string>; metadata: object }): void;
}
