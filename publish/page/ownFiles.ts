import { Problem } from "../../scripts/setup/problem.mjs";

/** An address with a scheme or a host, or a way up: not beside the notebook, nor in a folder there. */
const ELSEWHERE = /^([a-z][a-z+.-]*:|[/\\])|(^|[/\\])\.\.([/\\]|$)/i;

/**
 * The files beside the notebook that its page shows, by their paths from there.
 * @throws Problem for a picture or what else a page would load that lies elsewhere
 */
export function ownFiles(document: Document): string[] {
  const files = new Set<string>();
  for (const element of document.querySelectorAll("[src]")) {
    const src = element.getAttribute("src") ?? "";
    if (src.startsWith("data:") || element.closest("[data-figure]")) continue;
    const file = decoded(src.replace(/[?#].*$/, ""));
    if (ELSEWHERE.test(file)) {
      throw new Problem(
        `A page loads nothing from elsewhere, this one names ${src.slice(0, 200)}: put the file beside the notebook, and name it from there.`,
      );
    }
    files.add(file);
  }
  return [...files];
}

/** An address as a path; as it stands where it has a % that means none. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
