import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core");

/** A page of the site in a browser without a network, and what went wrong there. */
export interface Visit {
  readonly page: Page;
  /** Console errors, failed requests and requests that are not for a file, in words. */
  readonly complaints: string[];
}

/** Opens a file of the site; every request for something else than a file is refused and recorded. */
export async function visit(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    offline: true,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000); // a busy machine is slow
  const complaints: string[] = [];
  page.on("console", (line) => {
    if (["error", "warning"].includes(line.type())) complaints.push(`console: ${line.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") {
      // as the reader goes to another page
      complaints.push(`failed: ${request.url()} ${reason}`);
    }
  });
  await page.route(/^(?!file:|data:|blob:)/, (route) => {
    complaints.push(`request: ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
}

/** Goes through the page from top to bottom, so that every figure comes near the window. */
export async function readThrough(page: Page): Promise<void> {
  const figures = page.locator("figure[data-figure]");
  for (let i = 0; i < (await figures.count()); i++) {
    const figure = figures.nth(i);
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".main-svg").first().waitFor();
  }
  await page.evaluate(() => scrollTo(0, 0));
}

/** Takes a picture of the whole page for the eye, into the folder that SCREENSHOTS names, if it does. */
export async function photograph(page: Page, file: string): Promise<void> {
  const { SCREENSHOTS } = process.env;
  if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true });
}

/**
 * What axe finds to be serious or critical, each with its elements.
 *
 * @param rules such as "color-contrast"; default all of them
 */
export async function seriousFindings(page: Page, ...rules: string[]): Promise<string[]> {
  await page.evaluate(await readFile(axe, "utf8")); // a script in the page is against its policy
  const options: RunOptions = {
    preload: false, // of style sheets, which a page opened as a file may not read
    resultTypes: ["violations"],
    ...(rules.length > 0 && { runOnly: rules }),
  };
  const { violations } = await page.evaluate((options) => {
    const { axe } = window as Window & { axe?: { run(options: RunOptions): Promise<AxeResults> } };
    if (!axe) throw new Error("axe is not loaded");
    return axe.run(options);
  }, options);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}
