const start = "        function wrapPrevIdentifier(node) {\n";

/**
 * tslab turns a name from an earlier cell, `x`, into `exports.x`. It leaves `{ x }` as it is,
 * which then is a ReferenceError, and in `({ x: y } = …)` it turns the property's name, which
 * is no longer JavaScript.
 */
const repaired = `${start}
            const isPrevious = (symbol) => symbol && symbol.declarations
                && symbol.declarations.some((d) => d.getSourceFile() === declsFile);
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
            const parent = ts.isIdentifier(node) && node.parent;
            if (parent && ts.isPropertyAssignment(parent) && parent.name === node) return node;
            if (parent && ts.isBindingElement(parent) && parent.propertyName === node) return node;
`;

const later = "                // TODO: Support more kinds.\n";

/** tslab forgets these kinds of declarations after the next cell. */
const remembered = `
                if (ts.isModuleDeclaration(node) || ts.isImportEqualsDeclaration(node)) {
                    if (keep.value) {
                        addName(node, key);
                    }
                    return;
                }
`;

/** Repairs the text of tslab's `converter.js`; throws an Error if it is not the one expected. */
export function repairConverter(text: string): string {
  if ([start, later].some((place) => text.split(place).length !== 2)) {
    throw new Error("tslab's converter.js is not the one that the kernel repairs: tslab 1.0.22");
  }
  return text.replace(start, () => repaired).replace(later, () => remembered);
}
