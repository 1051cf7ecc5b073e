import { selectBackend } from "lib/backend";

// Prints the backend that is taken, or why there is none, as the last line.
const line = await selectBackend({ log() {} }).then(
  ({ name, device, reason }) => `${name} (${device})${reason && `; ${reason}`}`,
  (error) => {
    process.exitCode = 1;
    return error.message;
  },
);
console.log(line);
process.exit(); // threads of WebAssembly would keep it
