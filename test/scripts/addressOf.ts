import type { Running } from "./running.ts";

/** The address that JupyterLab prints, once it answers there: it listens a moment later. */
export async function addressOf(running: Running): Promise<URL> {
  const output = await running.says("?token=");
  const url = new URL(output.match(/http:\S+\?token=\w+/)?.[0] ?? "none");
  const answers = () =>
    fetch(new URL("/api", url)).then(
      () => true,
      () => false,
    );
  await running.until(answers, `answering at ${url}`);
  return url;
}
