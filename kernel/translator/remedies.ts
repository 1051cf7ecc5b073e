import ts = require("typescript-api");

/** Two shapes of `lib/ops` that should be one. */
const SHAPES =
  /'(?:Tensor|Variable)<(\[[^']*\])>' is not assignable to (?:parameter of )?type '(?:Tensor|Variable)<(\[[^']*\])>'/;
/** Numbers where a tensor belongs: TypeScript lists what else a tensor has. */
const NUMBERS =
  /[Tt]ype '(number\[\]|\w+Array)(?:<[^']*>)?' is (?:missing the following properties from|not assignable to) (?:parameter of )?type 'Tensor<(.*?)>'/;
/** An optimiser where its name belongs. */
const OPTIMIZER =
  /Type '(Adam|Momentum|SGD)?\w*Optimizer' is not assignable to type 'OptimizerName\b/;
/** TypeScript's code for "Not all code paths return a value." */
const RETURNS = 7030;

const bare = (shape: string) => shape.replaceAll('"', "").replaceAll(": number", "");

const remedies: [RegExp, (match: RegExpExecArray) => string][] = [
  [SHAPES, ([, is, due]) => `The shape is ${bare(is)}, it has to be ${bare(due)}.`],
  [
    NUMBERS,
    ([, numbers, due]) =>
      `A ${numbers} has no shape: tensor(numbers, shape) makes a tensor of it${
        due.startsWith("[") ? `; the shape has to be ${bare(due)}` : ""
      }.`,
  ],
  [
    OPTIMIZER,
    ([, name]) =>
      `The optimizer is given by its name, optimizer: "${name?.toLowerCase() ?? "adam"}", and its rate by learningRate.`,
  ],
];

/** What the methods of an op are to set; lib/ops documents them. */
const SETS: Record<string, string> = {
  forward: "this.value, as in this.value.set(y, x, f, value)",
  backward: "this.inputs.dlossDvalue, and this.dlossDweights where there are weights",
};

/** The method of an op in which a diagnostic is, if it is about what the method returns. */
function returningMethod({ code, file, start = 0 }: ts.Diagnostic): string | undefined {
  if (code !== RETURNS || !file) return undefined;
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (start < node.getStart(file) || start >= node.end) return;
    if (ts.isFunctionLike(node)) {
      found = ts.isMethodDeclaration(node) ? node.name.getText(file) : undefined;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A size of `lib/ops` is a number for whom reads its type. */
export function plainTypes(text: string): string {
  return text.replace(/number & \{\s+readonly (?:axis|size)\?: [^;{}]*;\s+\}/g, "number");
}

/**
 * What TypeScript says of a cell, in a sentence with the remedy where it is one of the common
 * mistakes; where that is the cause of something else, behind it.
 */
export function withRemedy(diagnostic: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  const method = returningMethod(diagnostic);
  if (method !== undefined && Object.hasOwn(SETS, method)) {
    return `${method}() returns nothing: what it computes, it sets: ${SETS[method]}.`;
  }
  const [first, ...details] = text.split("\n");
  for (const [pattern, say] of remedies) {
    const match = pattern.exec(first);
    if (match) return say(match);
    const cause = pattern.exec(details.join("\n"));
    if (cause) return `${plainTypes(first)}\n${say(cause)}`;
  }
  return plainTypes(text);
}
