import { type Markdown, markdown } from "../display/index.ts";
import { latestGrade } from "./grade.ts";
import { taskOf } from "./tasks.ts";

/**
 * Text about the results of tasks, where they are done; else a sentence that says which is not.
 *
 * @param tasks the number of a task, or several
 * @param text is called only when the checks of all of them have given all points
 */
export function whenDone(tasks: string | readonly string[], text: () => string): Markdown {
  for (const id of [tasks].flat()) {
    const { points, title } = taskOf(id);
    const grade = latestGrade(id);
    if (grade?.points === points) continue;
    const reason = grade
      ? `which is not done yet: its check has given ${grade.points} of ${points} points`
      : "which has not been checked yet: run its check cell";
    return markdown(`*What stands here follows from ${id}, ${title}, ${reason}.*`);
  }
  return markdown(text());
}
