import type { Browser } from "playwright-core";
import { launchChromium, requireChromium } from "../../notebooks/jupyterlab.ts";
import { type Home, temporaryHome } from "../../notebooks/notebook.ts";

/** Has a suite's tests share a Chromium with a home of its own; without one they are skipped. */
export function suiteBrowser(): () => Browser {
  let home: Home | undefined;
  let browser: Browser;
  before(async function () {
    requireChromium(this);
    home = await temporaryHome();
    browser = await launchChromium(home.home, home.environment);
  });
  after(async () => {
    await browser?.close();
    await home?.remove();
  });
  return () => browser;
}
