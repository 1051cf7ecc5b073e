import { expect } from "chai";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { launchChromium } from "../../notebooks/jupyterlab.ts";
import { environmentIn, type Notebook } from "../../notebooks/notebook.ts";
import { PublishProject } from "../project.ts";
import { complaintsOf } from "./complaints.ts";
import { type Served, serveFolder } from "./serveFolder.ts";

/** A page in Chromium. */
export interface Opened {
  page: Page;
  complaints: string[];
  cell(id: string): Locator;
  close(): Promise<void>;
}

/** A published site on a server of static files, and a Chromium. */
export class PublishedSite {
  readonly project: PublishProject;
  readonly browser: Browser;
  readonly #served: Served;

  private constructor(project: PublishProject, browser: Browser, served: Served) {
    this.project = project;
    this.browser = browser;
    this.#served = served;
  }

  /** Publishes notebooks with the outputs that they have. */
  static async make(notebooks: Record<string, Notebook>): Promise<PublishedSite> {
    const project = await PublishProject.make();
    for (const [name, notebook] of Object.entries(notebooks)) {
      await project.executed(name, notebook);
    }
    const { code, output } = await project.publish("--no-execute");
    expect(code, output).to.equal(0);
    const served = await serveFolder(project.path("site"));
    const home = project.path("home");
    return new PublishedSite(project, await launchChromium(home, environmentIn(home)), served);
  }

  get origin(): string {
    return this.#served.origin;
  }

  /** All that was sent to browsers, in order. */
  get sent(): Served["sent"] {
    return this.#served.sent;
  }

  async open(name: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const viewport = { width: 1200, height: 900 };
    const context = await this.browser.newContext({ viewport, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000); // a busy machine is slow
    const complaints = complaintsOf(page, this.origin, ["error", "warning"]);
    await page.goto(`${this.origin}/${name}.html`);
    const cell = (id: string) => page.locator(`#cell-${id}`);
    return { page, complaints, cell, close: () => context.close() };
  }

  async remove(): Promise<void> {
    await this.browser.close();
    await this.#served.close();
    await this.project.remove();
  }
}
