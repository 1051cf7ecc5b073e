/** As much of a page as Playwright and Puppeteer have in common. */
export interface Heard {
  on(event: "console", listen: (line: { type(): string; text(): string }) => void): unknown;
  on(event: "pageerror", listen: (error: unknown) => void): unknown;
  on(event: "request", listen: (request: { url(): string }) => void): unknown;
}

/**
 * What a page complains about from now on: console errors, what was thrown, and requests for what is
 * not of its site.
 *
 * @param kinds lines of the console that count
 */
export function complaintsOf(page: Heard, origin: string, kinds = ["error"]): string[] {
  const complaints: string[] = [];
  page.on("console", (line) => {
    if (kinds.includes(line.type())) complaints.push(line.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(blob|data):/.test(request.url())) {
      complaints.push(`request: ${request.url()}`);
    }
  });
  return complaints;
}
