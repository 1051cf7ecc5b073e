/** A title, a cell with the cursor at `‸`, and what is said of the name there. */
export type InspectionRow = [title: string, cell: string, said: string | RegExp | undefined];

/** What tslab's specs of inspection ask for. */
// biome-ignore format: a row is a line
export const inspection: InspectionRow[] = [
  ["nothing where nothing is", "‸", undefined],
  ["a variable with its comment", "/** xyz is a great variable */\nlet ‸xyz = 10;", "let xyz: number\n\nxyz is a great variable"],
  ["a var", "/** klm is a great boolean */\nvar ‸klm = true;", "var klm: boolean\n\nklm is a great boolean"],
  ["a constant with its value", "/** abc is a great string */\nconst ‸abc = 'hello';", "const abc: \"hello\"\n\nabc is a great string"],
  ["a method with its parameters", "let s = 'abc'; s.‸indexOf('b');", /^\(method\) String\.indexOf\(searchString: string, position\?: number\): number\n\nReturns the position of the first occurrence of a substring, or -1 if it is not present\.\n@param searchString .*\n@param position /],
  ["a constructor with its overloads", "let m = new ‸Map();", /^var Map: MapConstructor\nnew \(\) => Map<any, any> \(\+\d overloads\)/],
  ["a variable of a generic type", "let ‸m: Map<string, number>;", "let m: Map<string, number>"],
  ["a generic interface", "let m: ‸Map<string, number>;", /^interface Map<K, V>/],
  ["a member of an enum", "enum myenum { key1, key2 }\nmyenum.‸key1;", "(enum member) myenum.key1 = 0"],
];
