import { Problem } from "./setup/problem.mjs";

/**
 * Makes the folder that a command is to fill, once lib is built.
 * @param {string} command
 * @param {string} folder
 * @throws Problem when it cannot be made or written to
 */
export async function makeTarget(command, folder) {
  const { makeFolder } = await import("../lib/dist/data/makeFolder.js");
  await makeFolder(folder).catch(({ code }) => {
    throw new Problem(
      `${command}: ${folder} cannot be made or written to (${code}): name a folder of your own.`,
    );
  });
}
