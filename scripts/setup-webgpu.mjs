import { removeWebGpu, setUpWebGpu } from "./native/webgpu.mjs";
import { giveUp, Problem } from "./setup/problem.mjs";

const options = process.argv.slice(2);
const unknown = options.find((option) => option !== "--remove");

await (unknown
  ? Promise.reject(new Problem(`setup:webgpu: the option is ${unknown}, it takes --remove.`))
  : options.includes("--remove")
    ? removeWebGpu()
    : setUpWebGpu()
).then(console.log, giveUp);
