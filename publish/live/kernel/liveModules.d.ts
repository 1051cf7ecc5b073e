/** Made by publish/live/pageModules.ts: what cells of pages can import. */
declare module "live:modules" {
  type Load = () => Promise<object>;
  /** By name; of the library's parts the file of each export. */
  export const loaders: Record<string, Load | Record<string, Load>>;
}
