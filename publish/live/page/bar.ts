/** A row of buttons with a line that says how things stand, which screen readers are told of. */
export interface Bar {
  element: HTMLElement;
  add(text: string, press: () => void): HTMLButtonElement;
  say(text: string): void;
}

/** @param label what the buttons are for */
export function makeBar(label: string): Bar {
  const element = document.createElement("div");
  element.className = "bar";
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", label);
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  element.append(status);
  return {
    element,
    add(text, press) {
      const button = makeButton(text, press);
      status.before(button);
      return button;
    },
    say(text) {
      if (status.textContent !== text) status.textContent = text;
    },
  };
}

export function makeButton(text: string, press: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.onclick = press;
  return button;
}
