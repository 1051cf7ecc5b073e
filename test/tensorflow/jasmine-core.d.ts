/** As much of jasmine-core as running specs needs; its own types would take mocha's globals. */
declare module "jasmine-core" {
  interface Result {
    readonly fullName: string;
    readonly status: "passed" | "failed" | "pending" | "excluded";
    readonly failedExpectations: readonly { readonly message: string }[];
  }
  interface Environment {
    configure(options: {
      random: boolean;
      specFilter(spec: { getFullName(): string }): boolean;
    }): void;
    clearReporters(): void;
    addReporter(reporter: { specDone(result: Result): void }): void;
    execute(): Promise<unknown>;
  }
  const core: { boot(): { getEnv(): Environment } };
  export default core;
}
