import type { DOMWindow } from "jsdom";
import { svgPathProperties } from "svg-path-properties";
import { context2d, PngImage } from "./canvas.ts";
import { around, textBox } from "./textBox.ts";
import { toPicture, transformed } from "./transform.ts";

const pathOf = (element: SVGPathElement) => new svgPathProperties(element.getAttribute("d") ?? "");

/** Gives jsdom what Plotly needs of a browser beyond it: sizes of texts, lengths of paths, a canvas. */
export function standIn(window: DOMWindow): void {
  window.URL.createObjectURL = () => "";
  Object.assign(window, { Image: PngImage });
  window.SVGElement.prototype.getBoundingClientRect = function () {
    const texts = this.tagName === "text" ? [this] : [...this.querySelectorAll("text")];
    const box = around(texts.map((text) => transformed(toPicture(text), textBox(text))));
    return new window.DOMRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  };
  Object.assign(window.SVGElement.prototype, {
    getTotalLength(this: SVGPathElement) {
      return pathOf(this).getTotalLength();
    },
    getPointAtLength(this: SVGPathElement, length: number) {
      return pathOf(this).getPointAtLength(length);
    },
  });
  const contexts = new WeakMap();
  window.HTMLCanvasElement.prototype.getContext = function () {
    if (!contexts.has(this)) contexts.set(this, context2d(this));
    return contexts.get(this);
  };
  window.HTMLCanvasElement.prototype.toDataURL = function () {
    return contexts.get(this).toDataURL();
  };
}
