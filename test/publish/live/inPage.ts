import { type DOMWindow, JSDOM } from "jsdom";

const GLOBALS = [
  ...["window", "document", "location", "localStorage"],
  ...["HTMLElement", "HTMLPreElement"],
] as const;

/** Has a suite's modules run in a page whose body begins each test anew; returns its window. */
export function inPage(body: string, more: readonly string[] = []): DOMWindow {
  const { window } = new JSDOM("<!doctype html>", {
    ...{ url: "http://127.0.0.1/page.html", pretendToBeVisual: true },
  });
  const names = [...GLOBALS, ...more];
  const own = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  before(() => {
    for (const name of names) {
      const value = name === "window" ? window : Reflect.get(window, name);
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  });
  beforeEach(() => {
    window.document.body.innerHTML = body;
    window.localStorage.clear();
  });
  after(() => {
    for (const [i, name] of names.entries()) {
      const descriptor = own[i];
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
    window.close();
  });
  return window;
}
