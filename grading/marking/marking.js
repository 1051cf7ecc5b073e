/** Milliseconds without a key until what was entered is sent. */
const PAUSE = 500;

// Sends what a person enters on a question's page to the program that keeps it.
for (const form of document.forms) {
  const state = /** @type {HTMLElement} */ (form.querySelector(".state"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const keep = async () => {
    clearTimeout(waiting);
    waiting = undefined;
    const points = form.points.value;
    if (!form.points.checkValidity()) {
      state.textContent = form.points.validationMessage;
      return;
    }
    const mark = { file: form.dataset.file, comment: form.comment.value };
    const body = JSON.stringify(points === "" ? mark : { ...mark, points: Number(points) });
    const request = { method: "POST", body, keepalive: true }; // also of a page that is closed
    const refusal = await fetch(location.pathname, request).then(
      async (answer) => (answer.ok ? "" : (await answer.text()) || answer.statusText),
      () => "the program has ended",
    );
    state.textContent = refusal ? `NOT KEPT: ${refusal}` : "kept";
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    state.textContent = "…";
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  addEventListener("pagehide", () => {
    if (waiting) void keep();
  });
}
