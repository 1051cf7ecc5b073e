// What a page does beyond being read: theme, folding, keyboard access to what scrolls, figures.
window.figures = {};

addButton("Hide the code", (button) => {
  const hide = button.textContent === "Hide the code";
  for (const details of document.querySelectorAll("details.source")) {
    details.toggleAttribute("open", !hide);
  }
  button.textContent = hide ? "Show the code" : "Hide the code";
}).hidden = !document.querySelector("details.source");

const themeButton = addButton("", () => window.turnTheme());
window.followTheme((dark) => {
  themeButton.textContent = dark ? "Light colours" : "Dark colours";
});

const contents = document.querySelector(".contents details");
if (contents && matchMedia("(max-width: 70rem)").matches) contents.removeAttribute("open");

/** What scrolls sideways can be reached by the keyboard, as far as it does scroll. */
const scrollers = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});
for (const element of document.querySelectorAll(".wide, pre, .tex.display, figure")) {
  scrollers.observe(element);
}

/** A figure becomes interactive when it comes near the window. */
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      load(/** @type {HTMLElement} */ (target));
    }
  },
  { rootMargin: "100% 0%" },
);
for (const figure of document.querySelectorAll("figure[data-figure]")) near.observe(figure);

/** @param {HTMLElement} figure */
function load(figure) {
  const place = String(figure.dataset.figure);
  const script = document.createElement("script");
  script.src = `${place.split("/").map(encodeURIComponent).join("/")}.js`;
  script.addEventListener("load", () => window.showFigure(figure, window.figures[place]));
  document.head.append(script);
}

/**
 * @param {string} text
 * @param {(button: HTMLButtonElement) => void} onClick
 */
function addButton(text, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", () => onClick(button));
  document.querySelector("header")?.append(button);
  return button;
}
