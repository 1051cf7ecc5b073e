import { resolve } from "node:path";
import { deploy } from "./deploy/deploy.mjs";
import { unreachable } from "./deploy/unreachable.mjs";
import { setUp } from "./setup/index.mjs";
import { giveUp, Problem } from "./setup/problem.mjs";
import { loadTypeScript } from "./typescript/command.mjs";

const [folder, ...more] = process.argv.slice(2);

await (folder && more.length === 0 && !folder.startsWith("-")
  ? setUp().then(async () => {
      const place = resolve(folder);
      await loadTypeScript();
      const { forClass } = await import("../grading/edition/forClass.ts");
      const version = await deploy(place, forClass);
      console.log(
        `${place} is now ${version}; servers that run keep the copy that they began with.`,
      );
      const closed = unreachable(place);
      if (closed) {
        console.error(
          `Students cannot enter ${closed}: chmod a+x ${closed}, or choose another place.`,
        );
      }
    })
  : Promise.reject(
      new Problem("deploy: name one folder for the copy that all use: npm run deploy -- DIR"),
    )
).catch(giveUp);
