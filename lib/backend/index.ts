export { registerConvGradients } from "./convGradients.ts";
export { type Backend, selectBackend } from "./selectBackend.ts";
