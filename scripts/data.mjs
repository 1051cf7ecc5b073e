import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeTarget } from "./makeTarget.mjs";
import { setUp } from "./setup/index.mjs";
import { giveUp, Problem } from "./setup/problem.mjs";

const USAGE =
  "Use npm run data -- DIR [--from FOLDER …]: files are looked for in DIR, the FOLDERs, CNN_DATA_DIR and the cache, else downloaded.";

/** What is asked for, by its absolute paths. */
function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { from: { type: "string", multiple: true } },
    });
    const [folder, ...more] = positionals;
    if (!folder) throw new Error("The folder for the data is missing");
    if (more.length > 0) throw new Error(`One folder is enough, ${more.join(", ")} is too much`);
    return { folder: resolve(folder), from: (values.from ?? []).map((place) => resolve(place)) };
  } catch (error) {
    throw new Problem(`${/** @type {Error} */ (error).message}.\n${USAGE}`);
  }
}

/** Puts the datasets' files, unpacked and checked, into a folder that a whole class reads. */
async function unpackAll() {
  const { folder, from } = readArguments();
  await setUp();
  await makeTarget("data", folder);
  const { datasets } = await import("../lib/dist/data/datasets.js");
  const { unpackDataset } = await import("../lib/dist/data/unpackDataset.js");
  const { folderOf } = await import("../lib/dist/data/locate.js");
  const { showProgress } = await import("../lib/dist/data/showProgress.js");
  const sources = [...from, folderOf({}).path, folderOf({ directory: "" }).path];
  const times = { pause: 1000, silence: 30_000, heartbeat: 1000, timeout: 5000 };
  const options = { fetch, onProgress: showProgress(), ...times };
  for (const dataset of datasets) {
    const unpacking = unpackDataset(dataset, folder, sources, options);
    const { place, origin, damaged } = await unpacking.catch((error) => {
      const { urls, name } = dataset.packages[0];
      const remedy = `Without a connection here, fetch ${name} from ${urls[0]} elsewhere and name its folder with --from.`;
      throw new Problem(`${dataset.name}: ${error.message}\n${remedy}`);
    });
    for (const what of damaged) console.error(`Passed over: ${what}`);
    if (place) console.log(`${dataset.name}: ${origin}, checked, now in ${place}`);
  }
  console.log(`Programs find them with CNN_DATA_DIR=${folder}`);
}

await unpackAll().catch(giveUp);
