// Light or dark: as the reader's system is, until the button of a page is pressed. Runs before the
// page is drawn, so that it does not flash.
const KEY = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");
/** @type {((dark: boolean) => void)[]} */
const followers = [];

let choice = remembered();
apply();
system.addEventListener("change", apply);

window.followTheme = (use) => {
  followers.push(use);
  use(isDark());
};

window.turnTheme = () => {
  choice = isDark() ? "light" : "dark";
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // a browser may refuse to remember: the choice holds for this page
  }
  apply();
};

function isDark() {
  return choice ? choice === "dark" : system.matches;
}

function apply() {
  if (choice) document.documentElement.dataset.theme = choice;
  for (const use of followers) use(isDark());
}

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
