import { removeNative, setUpNative } from "./native/index.mjs";
import { giveUp, Problem } from "./setup/problem.mjs";

const options = process.argv.slice(2);
const unknown = options.find((option) => !["--gpu", "--remove"].includes(option));

await (unknown
  ? Promise.reject(
      new Problem(`setup:native: the option is ${unknown}, it takes --gpu (NVIDIA) or --remove.`),
    )
  : options.includes("--remove")
    ? removeNative()
    : setUpNative({ gpu: options.includes("--gpu") })
).then(console.log, giveUp);
