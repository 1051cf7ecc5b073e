import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const SHORTEST_PAUSE = 5; // milliseconds between two looks at those before
const LONGEST_PAUSE = 500;

/**
 * The processes that want the same folder, each with a file of its own, so that none ever removes
 * or overwrites what another may be writing. The lowest ticket is first (Lamport's bakery); a file
 * without one yet is of a process that is still drawing. A file counts as long as its process
 * lives, or one that is noted in it.
 */
export class Claim {
  #folder;
  #name = `claim.${process.pid}.${randomBytes(4).toString("hex")}`;

  /** @param {string} folder is made if it is missing */
  constructor(folder) {
    this.#folder = folder;
    makeFolder(folder);
    try {
      writeFileSync(this.file, "");
      const tickets = this.#others().map(({ ticket }) => ticket ?? 0);
      appendFileSync(this.file, `${Math.max(0, ...tickets) + 1}\n`);
    } catch (error) {
      this.end(); // such as on a full disk
      throw error;
    }
  }

  get file() {
    return join(this.#folder, this.#name);
  }

  /** Whether all others come after this one. */
  isFirst() {
    const mine = read(this.file)?.ticket ?? 0;
    return this.#others().every(
      ({ name, ticket }) =>
        ticket !== undefined && (ticket > mine || (ticket === mine && name > this.#name)),
    );
  }

  async untilFirst() {
    for (let pause = SHORTEST_PAUSE; !this.isFirst(); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      await sleep(pause);
    }
  }

  /**
   * Keeps the claim as long as this process lives, too.
   * @param {number} pid
   */
  note(pid) {
    appendFileSync(this.file, `${pid}\n`);
  }

  end() {
    rmSync(this.file, { force: true });
  }

  /** The claims of others that count; what the dead have left is removed. */
  #others() {
    const names = readdirSync(this.#folder).filter(
      (name) => name.startsWith("claim.") && name !== this.#name,
    );
    return names.flatMap((name) => {
      const file = join(this.#folder, name);
      const owner = Number(name.split(".")[1]);
      const isLive = isAlive(owner); // looked at first: what it writes last is then read
      const claim = read(file);
      if (!claim) return []; // given back just now
      if (isLive || claim.pids.some(isAlive)) return [{ name, ticket: claim.ticket }];
      rmSync(file, { force: true });
      return [];
    });
  }
}

/** @param {string} file */
function read(file) {
  try {
    const lines = readFileSync(file, "utf8").split("\n").slice(0, -1).map(Number);
    const [ticket, ...pids] = /** @type {[number | undefined, ...number[]]} */ (lines);
    return { ticket, pids };
  } catch {
    return undefined;
  }
}

/** Not `recursive: true`, which on a read-only disk throws ENOENT instead of EROFS. */
function makeFolder(/** @type {string} */ folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
