// Loaded before anything else (node --require), also by Nodes far too old for the rest: ES5 only.
var minimum = require("../package.json").engines.node.replace(">=", "").split(".").map(Number);
var version = process.versions.node.split(".").map(Number);
if (version[0] < minimum[0] || (version[0] === minimum[0] && version[1] < minimum[1])) {
  console.error(
    "Node " +
      process.versions.node +
      " is too old: the notebooks need Node " +
      minimum.join(".") +
      " or newer. Install the current LTS from https://nodejs.org, open a new terminal and run this command again.",
  );
  process.exit(1);
}
