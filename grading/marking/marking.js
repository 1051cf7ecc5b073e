// Sends what a person enters on a question's page to the program that keeps it.
for (const form of document.forms) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", async () => {
    const state = /** @type {HTMLElement} */ (form.querySelector(".state"));
    const points = form.points.value;
    if (!form.points.checkValidity()) {
      state.textContent = form.points.validationMessage;
      return;
    }
    state.textContent = "…";
    const mark = { file: form.dataset.file, comment: form.comment.value };
    const body = JSON.stringify(points === "" ? mark : { ...mark, points: Number(points) });
    const answer = await fetch(location.pathname, { method: "POST", body }).catch(() => undefined);
    state.textContent = answer?.ok ? "kept" : "NOT KEPT: the program has ended";
  });
}
