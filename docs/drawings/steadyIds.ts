/** A picture with numbers for the ids that Plotly draws by lot. */
export function steadyIds(svg: string): string {
  const drawn = new Map<string, string>();
  return svg.replaceAll(/(?<=trace|clip|legend|defs-|\b[gp])[0-9a-f]{6}(-[0-9a-f]{6})?/g, (id) => {
    if (!drawn.has(id)) drawn.set(id, String(drawn.size));
    return drawn.get(id) ?? id;
  });
}
