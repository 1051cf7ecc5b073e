import type { Figure } from "lib/plot";

/** Values by their paths, such as "visible" or "marker.color". */
type Changes = Record<string, unknown>;

/**
 * The figure as a step of its slider shows it: what Plotly's update, restyle or relayout make of it,
 * without drawing it first.
 *
 * @param step of Plotly: `args` are those of its `method`
 */
export function atStep(
  { data, layout }: Figure,
  { method, args }: { method: "update" | "restyle" | "relayout"; args: unknown[] },
): Figure {
  const [first, ...rest] =
    typeof args[0] === "string" ? [{ [args[0]]: args[1] }, ...args.slice(2)] : args;
  const ofTraces = (method === "relayout" ? {} : first) as Changes;
  const ofLayout = (method === "relayout" ? first : method === "update" ? rest.shift() : {}) as
    | Changes
    | undefined;
  const [traces = data.map((_, i) => i)] = rest as [(number | readonly number[])?];
  const chosen = [traces].flat();
  return {
    data: data.map((trace, i) => {
      const at = chosen.indexOf(i);
      if (at < 0) return trace;
      const own = Object.entries(ofTraces).map(([path, value]) => [
        path,
        Array.isArray(value) ? value[at % value.length] : value, // one for each trace
      ]);
      return changed(trace, Object.fromEntries(own));
    }),
    layout: changed(layout, ofLayout ?? {}),
  };
}

/** A copy with other values. */
function changed<T extends object>(plain: T, changes: Changes): T {
  const copy = { ...plain };
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(/[.[\]]+/).filter(Boolean);
    const last = keys.pop() ?? "";
    let place: object = copy;
    for (const key of keys) {
      const inner = Reflect.get(place, key);
      Reflect.set(place, key, Array.isArray(inner) ? [...inner] : { ...inner });
      place = Reflect.get(place, key);
    }
    Reflect.set(place, last, value);
  }
  return copy;
}
