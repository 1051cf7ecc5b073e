import { kernel } from "../display/index.ts";
import type { Figure } from "./figure.ts";

/**
 * Puts a figure under the running cell. In a plain Node script it opens the figure in the
 * browser, through nodeplotlib, from a server on 127.0.0.1 that ends when the page is closed.
 */
export function show(figure: Figure): void {
  const notebook = kernel();
  if (notebook) notebook.show(figure);
  else void openInBrowser(figure);
}

/** nodeplotlib lets Nest listen on every interface; this keeps it to the local machine. */
let restricted = false;

async function openInBrowser({ data, layout, config }: Figure): Promise<void> {
  const { NestFactory } = await import("@nestjs/core");
  if (!restricted) {
    restricted = true;
    const create = NestFactory.create.bind(NestFactory) as (...args: unknown[]) => Promise<Nest>;
    NestFactory.create = (async (...args: unknown[]) => {
      const app = await create(...args);
      const listen = (port: number) => app.listen(port, "127.0.0.1");
      return Object.create(app, { listen: { value: listen } });
    }) as typeof NestFactory.create;
  }
  const { plot } = await import("nodeplotlib");
  plot(
    data as Parameters<typeof plot>[0],
    layout as Parameters<typeof plot>[1],
    config as Parameters<typeof plot>[2],
  );
}

interface Nest {
  listen(port: number, host?: string): Promise<unknown>;
}
