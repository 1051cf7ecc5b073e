const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

const Titles = process.env.CI ? reporters.Spec : reporters.Dot;

/**
 * A dot a test (in CI its title), then the failures and what was skipped: a skipped test must be
 * seen. Where MOCHA_COUNTS names a file, the run's counts go there as JSON.
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
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      for (const title of skipped) console.log(`  SKIPPED: ${title}`);
      const { passes, failures, pending } = this.stats;
      if (process.env.MOCHA_COUNTS)
        writeFileSync(process.env.MOCHA_COUNTS, JSON.stringify({ passes, failures, pending }));
    });
  }
};
