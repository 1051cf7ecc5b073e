import { loadDataset } from "../../lib/data/load.ts";
import { makeMiniature } from "./miniature.ts";

const [address, cache] = process.argv.slice(2);
const { describe } = await makeMiniature();
const { train, validation, test } = await loadDataset(
  describe(address),
  { directory: "", cache },
  { pause: 1, silence: 20_000, heartbeat: 200, timeout: 4000 },
);
process.send?.([train, validation, test].map(({ labels }) => labels.length).join(" "));
process.disconnect?.();
