/** Made by publish/live/bundle.ts: what cells of pages can import. */
declare module "live:modules" {
  export const loaders: Record<string, () => Promise<object>>;
}
