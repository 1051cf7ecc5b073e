import { existsSync } from "node:fs";
import type { Heard } from "./complaints.ts";

const FIREFOX = [process.env.FIREFOX ?? "", "/usr/bin/firefox-esr", "/usr/bin/firefox"].find(
  existsSync,
);

/** What the tests use of puppeteer-core. */
interface Puppeteer {
  launch(options: {
    browser: "firefox";
    executablePath: string;
    headless: true;
    protocolTimeout: 0;
  }): Promise<FirefoxBrowser>;
}

export interface FirefoxBrowser {
  newPage(): Promise<FirefoxPage>;
  close(): Promise<void>;
}

export interface FirefoxPage {
  goto(url: string): Promise<unknown>;
  evaluate<T>(script: string): Promise<T>;
  on: Heard["on"];
}

/**
 * Starts Firefox; skips the running test, saying so, where it or what drives it is not there.
 * Playwright drives builds of its own alone.
 */
export async function launchFirefox(test: Mocha.Context): Promise<FirefoxBrowser> {
  const name = "puppeteer-core"; // no dependency of the project: students would install it
  const found = await import(name).catch(() => undefined);
  if (!FIREFOX || !found) {
    console.log(
      `      skipped: ${FIREFOX ? "" : "install Firefox, such as Debian's firefox-esr, or set FIREFOX to its path; "}${found ? "" : "npm install --no-save puppeteer-core"}`,
    );
    test.skip();
  }
  const { launch }: Puppeteer = found.default;
  const protocolTimeout = 0; // a cell may take minutes
  return launch({ browser: "firefox", executablePath: FIREFOX, headless: true, protocolTimeout });
}
