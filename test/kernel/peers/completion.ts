/** A title, a cell with the cursor at `‸`, what is offered (first), and what it would replace. */
export type CompletionRow = [title: string, cell: string, offered: string[], replaced: string];

/** What tslab's specs of completion ask for; `…` ends a list of which the rest may be anything. */
// biome-ignore format: a row is a line
export const completion: CompletionRow[] = [
  ["members", "let v = { abc: 'hello', xyz: 10 }; v.‸", ["abc", "xyz"], ""],
  ["members that begin with a prefix", "let v = { abc: 'hello', xyz: 10 }; v.ab‸", ["abc"], "ab"],
  ["members before a suffix", "let v = { abc: 'hello', xyz: 10 }; v.‸ab", ["abc"], "ab"],
  ["members around the cursor", "let v = { abc: 'hello', xyz: 10 }; v.a‸b", ["abc"], "ab"],
  ["no member that does not fit", "let v = { abc: 'hello', xyz: 10 }; v.qwerty‸", [], "qwerty"],
  ["no member of any", "let v: any = 10; v.‸", [], ""],
  ["no member of any for a prefix", "let v: any = 10; v.abc‸", [], "abc"],
  ["properties of an object literal", "let v: { alpha: string, beta: number } = {‸};", ["alpha", "beta"], ""],
  ["properties that an object literal lacks", "let v: { alpha: string, beta: number } = { alpha: 'hello', ‸}", ["beta"], ""],
  ["properties that begin with a prefix", "let v: { alpha: string, beta: number } = {al‸}", ["alpha"], "al"],
  ["properties before a suffix", "let v: { alpha: string, beta: number } = {‸al}", ["alpha"], "al"],
  ["properties around the cursor", "let v: { alpha: string, beta: number } = {a‸l}", ["alpha"], "al"],
  ["members of an imported module", "import * as vm from 'vm'; vm.‸", ["compileFunction", "constants", "createContext", "isContext", "…"], ""],
  ["first what fits in case, then what does not, then what contains it", "let v = { bxy: true, axy: 'hello', cxy: 3.4, dXY: false, xyz: 10, XYZ: 30 }; v.XY‸", ["XYZ", "xyz", "axy", "bxy", "cxy", "dXY"], "XY"],
  ["global names", "Arra‸", ["Array", "ArrayBuffer", "…"], "Arra"],
  ["names of the cell and of earlier ones", "let newval = 10; ‸", ["…", "newval", "oldval"], ""],
  ["global names that begin with a prefix", "setT‸", ["setTimeout"], "setT"],
  ["global names before a suffix", "‸setT", ["setTimeout"], "setT"],
  ["global names around the cursor", "set‸I", ["setImmediate", "setInterval"], "setI"],
  ["the strings that a type allows", "type Version = 'cupcake' | 'donut' | 'eclair' | 'froyo'; let v: Version = ‸", ['"cupcake"', '"donut"', '"eclair"', '"froyo"', "…"], ""],
  ["parameters and functions around the cursor", "function fn(abc: number, xyz: string) { ‸ }", ["abc", "arguments", "fn", "xyz", "…"], ""],
  ["nothing in a string", "let v = '‸'", [], ""],
  ["nothing in a string that does not end", "let v = '‸", [], ""],
  ["nothing in a comment", "/* ‸ */", [], ""],
  ["tags in a documentation comment", "/** ‸*/ function f(xyz: number, abc: string): void {}", ["@abstract", "@access", "@alias", "@argument", "@async", "…"], ""],
  ["tags that begin with a prefix", "/** @par‸ */ function f(xyz: number, abc: string): void {}", ["param", "…"], "par"],
  ["parameters in a documentation comment", "/** @param ‸ */ function f(xyz: number, abc: string): void {}", ["abc", "xyz", "…"], ""],
  ["names that begin with underscores", "__dirn‸", ["__dirname"], "__dirn"],
];
