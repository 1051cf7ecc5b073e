export type { BackendName } from "./backendName.ts";
export { type Backend, type BackendOptions, selectBackend } from "./selectBackend.ts";
