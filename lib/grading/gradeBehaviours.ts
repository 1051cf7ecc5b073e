import { checkEarlyStopping } from "../cifar/checks/checkEarlyStopping.ts";
import { checkGridSearch, type OwnSearch } from "../cifar/checks/checkGridSearch.ts";
import type { StoppingLoop } from "../cifar/checks/playStopping.ts";
import { type Grade, gradeOf, type Item } from "./grade.ts";

/** The points of 3.2.1 for the loop: the same for each behaviour that early stopping has. */
export async function gradeEarlyStopping(loop: StoppingLoop): Promise<Grade> {
  const report = await checkEarlyStopping(loop);
  const idle = "3.2.1: the loop is not written yet";
  return gradeOf("3.2.1", items(report.behaviours, "It does nothing.", idle));
}

/** The points of 3.2.2 for the search: the same for each behaviour that a grid search has. */
export async function gradeGridSearch(search: OwnSearch): Promise<Grade> {
  const report = await checkGridSearch(search);
  const idle = "3.2.2: the search is not written yet";
  return gradeOf("3.2.2", items(report.behaviours, "It trains nothing.", idle));
}

type Behaviours = Awaited<ReturnType<typeof checkEarlyStopping>>["behaviours"];

function items(behaviours: Behaviours, nothing: string, idle: string): Item[] {
  const isIdle = behaviours.some(({ hint }) => hint === nothing);
  return behaviours.map(({ behaviour, passed, hint }) => {
    const wrong = isIdle ? idle : `${behaviour}: ${hint}`;
    return { what: behaviour, points: 1, wrong: passed ? undefined : wrong };
  });
}
