import { kernel } from "../../display/index.ts";
import type { CheckReport } from "./checkReport.ts";

/** Puts a report's table under the running cell of a notebook; elsewhere it prints it. */
export function showReport(report: CheckReport): void {
  const notebook = kernel();
  const text = report.toString();
  if (!notebook) console.log(text);
  else {
    notebook.display({
      data: { "text/html": report.toHtml(), "text/plain": text },
      metadata: {},
    });
  }
}
