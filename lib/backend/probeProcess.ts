import type { BackendName } from "./backendName.ts";
import { startBackend } from "./startBackend.ts";
import { trainingCheck } from "./trainingCheck.ts";

// node probeProcess.js <backend> <seconds>: prints as JSON how it trained, or why it did not
const [name, seconds] = process.argv.slice(2);
try {
  const started = await startBackend(name as BackendName, { forced: true });
  const isSoftware = name === "webgpu" && !started.gpu;
  const { imagesPerSecond } = await trainingCheck(Number(seconds), isSoftware ? 2 : 100);
  console.log(JSON.stringify({ ...started, imagesPerSecond }));
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
}
process.exit();
