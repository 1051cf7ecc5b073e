/** The beginning of tslab's function that turns a name from an earlier cell, `x`, into `exports.x`. */
const wrap = "        function wrapPrevIdentifier(node) {\n";

/**
 * What is changed in tslab's `converter.js`, each text standing there once. The functions that
 * take the place of its own are given to it among those of its TypeScript: see converter.ts.
 */
const repairs: [found: string, replacement: string][] = [
  [
    // it leaves `{ x }` as it is, and in `({ x: y } = …)` it turns the property's name
    wrap,
    `${wrap}
            const isPrevious = (symbol) => symbol && symbol.declarations
                && symbol.declarations.some((d) => ts.declaresOwn(d, declsFile));
            const named = (name) => ts.factory.createPropertyAccessExpression(
                ts.factory.createIdentifier("exports"), name);
            if (ts.isShorthandPropertyAssignment(node)) {
                const original = ts.getOriginalNode(node);
                if (!isPrevious(checker.getShorthandAssignmentValueSymbol(original))) {
                    return ts.visitEachChild(node, wrapPrevIdentifier, nullTransformationContext);
                }
                const fallback = node.objectAssignmentInitializer;
                const value = fallback
                    ? ts.factory.createAssignment(named(node.name), wrapPrevIdentifier(fallback))
                    : named(node.name);
                const property = ts.factory.createIdentifier(node.name.text);
                return ts.factory.createPropertyAssignment(property, value);
            }
            if (ts.isIdentifier(node) && node.parent && ts.isSourceFile(node.parent)
                && !locals.has(node.text) && isPrevious(declsFile.locals.get(node.escapedText))) {
                return named(node); // NS of import x = NS.y, which has lost its symbol
            }
            const parent = ts.isIdentifier(node) && node.parent;
            if (parent && ts.isPropertyAssignment(parent) && parent.name === node) return node;
            if (parent && ts.isBindingElement(parent) && parent.propertyName === node) return node;
`,
  ],
  [
    "                if (decl.getSourceFile() === declsFile) {",
    "                if (ts.declaresOwn(decl, declsFile)) {",
  ],
  // TypeScript keeps a name with two leading underscores under one with three
  [
    "                keys.add(key);\n",
    "                if (ts.isWritten(key)) keys.add(ts.unescapeLeadingUnderscores(key));\n",
  ],
  ["let name = id.escapedText.toString();", "let name = id.text;"],
  // it forgets namespaces, and all that it does not know, after a cell
  ["declOutput += remainingDecls(", "declOutput += ts.remainingDeclarations("],
  ['"__tslab__.js" : "__tslab__.ts"', '"__tslab__.js" : ts.cellFile'],
  // it passes over .mts, .cts and .tsx
  [
    '        .filter((dep) => dep.endsWith(".js") || (dep.endsWith(".ts") && !dep.endsWith(".d.ts")));',
    ";",
  ],
];

/** Repairs the text of tslab's `converter.js`; throws an Error if it is not the one expected. */
export function repairConverter(text: string): string {
  return repairs.reduce((repaired, [found, replacement]) => {
    if (repaired.split(found).length !== 2) {
      throw new Error("tslab's converter.js is not the one that the kernel repairs: tslab 1.0.22");
    }
    return repaired.replace(found, () => replacement);
  }, text);
}
