/** What is wrong and what to do about it, in words for the person at the terminal. */
export class Problem extends Error {}

/** The set-up was interrupted. */
export class Interrupted extends Problem {}

/** @type {[RegExp, string][]} */
const remedies = [
  [
    /spawn npm ENOENT|'npm' is not recognized/,
    "npm is missing: install Node from https://nodejs.org, which brings it, and run the same command again.",
  ],
  [
    /ENOSPC|EDQUOT|No space left|quota exceeded|not enough space/i,
    "The disk is full. The set-up needs about 1.5 GB in the project's folder: free some space and run the same command again.",
  ],
  [
    /EROFS|EACCES|EPERM|read-only file system|Permission denied/i,
    "The project's folder cannot be written. Copy the project to a folder of your own (on a disk that is not read-only) and run the same command there.",
  ],
  [
    /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|Failed to establish a new connection|Temporary failure in name resolution|Cannot connect to proxy|ConnectTimeout|Read timed out|ProtocolError|from versions: none/i,
    "There is no connection to the package registry. The first set-up needs the internet: connect (behind a proxy, set HTTPS_PROXY) and run the same command again.",
  ],
];

/**
 * The sentence for a failure whose cause shows in its text; undefined for one that is not known.
 * @param {string} text
 * @returns {string | undefined}
 */
export function remedy(text) {
  return remedies.find(([pattern]) => pattern.test(text))?.[1];
}

/**
 * The first of what is wrong, and how much more there is; undefined where all is well.
 * @param {string[]} faults
 * @returns {string | undefined}
 */
export function summary([first, ...more]) {
  return more.length > 0 ? `${first}, and ${more.length} more` : first;
}

/**
 * Ends the command: a Problem as its sentence alone, a known failure of the file system as its
 * remedy, anything else with its stack.
 * @param {unknown} error
 */
export function giveUp(error) {
  if (error instanceof Problem) console.error(`\n${error.message}`);
  else {
    const known = error instanceof Error && "code" in error && remedy(String(error.code));
    console.error(known ? `\n${known}\n(${error.message})` : error);
  }
  process.exitCode = 1;
}
