export type { Backend, BackendName } from "./backendName.ts";
export { type BackendOptions, selectBackend } from "./selectBackend.ts";
