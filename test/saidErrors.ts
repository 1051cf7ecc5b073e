/** What console.error says during each test of a suite, a line each; it is not shown. */
export function saidErrors(): readonly string[] {
  const { error } = console;
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
    console.error = (line: string) => said.push(line);
  });
  afterEach(() => {
    console.error = error;
  });
  return said;
}
