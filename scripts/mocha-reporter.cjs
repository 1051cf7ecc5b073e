const { writeFileSync } = require("node:fs");
const path = require("node:path");
const { reporters, Runner } = require("mocha");

const Titles = process.env.CI ? reporters.Spec : reporters.Dot;

/** How many of the slowest files are listed. */
const SLOWEST = 10;

/**
 * A dot a test (in CI its title), then the failures, what was skipped, as a skipped test must be
 * seen, and the slowest files, by the seconds of their tests and hooks. Where MOCHA_COUNTS names a file, the run's counts go there as JSON.
 */
module.exports = class extends Titles {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    /** @type {string[]} */
    const skipped = [];
    /** @type {Map<string, number>} */
    const seconds = new Map();
    const time = (/** @type {Mocha.Runnable} */ { file, duration = 0 }) => {
      if (file) seconds.set(file, (seconds.get(file) ?? 0) + duration / 1000);
    };
    runner.on(Runner.constants.EVENT_TEST_END, time);
    runner.on(Runner.constants.EVENT_HOOK_END, time);
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      for (const title of skipped) console.log(`  SKIPPED: ${title}`);
      const slowest = [...seconds].sort(([, a], [, b]) => b - a).slice(0, SLOWEST);
      if (seconds.size > SLOWEST) {
        console.log(`\n  The ${SLOWEST} slowest of ${seconds.size} files:`);
        for (const [file, taken] of slowest) {
          console.log(`${taken.toFixed(1).padStart(8)} s  ${path.relative("", file)}`);
        }
      }
      const { passes, failures, pending } = this.stats;
      if (process.env.MOCHA_COUNTS) {
        writeFileSync(process.env.MOCHA_COUNTS, JSON.stringify({ passes, failures, pending }));
      }
    });
  }
};
