import type { Row } from "./tryRows.ts";

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAE0lEQVQI12P4z8BQDwAEgAF/QualzQAAAABJRU5ErkJggg==";

// Left out of Deno's tests of its kernel: those of `Deno` itself (`Deno.jupyter is not available`,
// `Deno.serve`, which an http server stands for), and `prompt` where no user can be asked, which
// gives null in Deno and here an error that says what to do.

/** What Deno's tests of its kernel ask of cells. */
// biome-ignore format: a row is a line
export const deno: Row[] = [
  ["writes to stdout", ["console.log('asdf')"], ["asdf\n"]],
  ["imports TypeScript beside the notebook by its full name", ["import { getData } from './data.ts';\nconsole.log(getData());"], ["42\n"], { "data.ts": "export function getData() { return 42; }\n" }],
  ["answers http while cells run", ["import http from 'node:http';\nconst server = http.createServer((_, response) => response.end('{\"hello\":\"world\"}'));\nawait new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));", "const address = server.address(); const port = typeof address === 'object' ? address?.port : 0;\nawait (await fetch('http://127.0.0.1:' + port)).json()", "server.close(); 1"], [undefined, "{ hello: 'world' }", "1"]],
  ["shows a canvas by its toDataURL as PNG", [`class FakeCanvas { toDataURL() { return 'data:image/png;base64,${PIXEL}' } }\nnew FakeCanvas()`], [`{"image/png":"${PIXEL}"}`]],
  ["shows an object as it displays itself", ["class Shown { constructor(readonly x: number) {} [Symbol.for('Jupyter.display')]() { return { 'application/json': { x: this.x } } } }\nnew Shown(5)"], ['{"application/json":{"x":5}}']],
  ["shows an object as it displays itself after a while", ["class Late { async [Symbol.for('Jupyter.display')]() { await new Promise((resolve) => setTimeout(resolve, 0)); return { 'application/json': { x: 3 } } } }\nnew Late()"], ['{"application/json":{"x":3}}']],
];
