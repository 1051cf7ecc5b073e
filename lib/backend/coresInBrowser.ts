import { browser } from "../platform/browser.ts";

/** Where memory is not shared, each thread has the images once more. */
const MOST_COPIES = 2;

/** How many threads or workers a page should have at most. */
export function cores(): number {
  const cores = browser.navigator.hardwareConcurrency ?? 1;
  return browser.crossOriginIsolated ? cores : Math.min(cores, MOST_COPIES);
}

/** What caps the threads that code asks for; nothing does in a page. */
export function threadLimit(): number {
  return Number.POSITIVE_INFINITY;
}
