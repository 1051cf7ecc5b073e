import { join } from "node:path";
import type { Place } from "../../publish/place.ts";
import { root, work } from "../../scripts/setup/project.mjs";
import { writeEditions } from "./editions.ts";

/** The students' edition, made for pages of its own: `site-assignment`, for a course's site. */
export async function studentPlace(): Promise<Place> {
  const notebooks = join(work, "assignment");
  await writeEditions(notebooks);
  return {
    notebooks,
    runs: join(root, ".runs", "assignment"),
    site: join(root, "site-assignment"),
  };
}
