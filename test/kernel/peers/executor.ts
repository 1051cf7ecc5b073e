import type { Row } from "./tryRows.ts";

// Left out of tslab's specs of its executor: `performance` (times are no assertion), `exports
// re-defineProperty` and `getCodeMetadata` (its inside), `updated`, `jsx` and `browser` (cells that
// are modules, by `@module`).

/** What tslab's specs of its executor ask for. */
// biome-ignore format: a row is a line
export const executor: Row[] = [
  ["gives the value of the last expression", ["let x = 10; x + 4;"], ["14"]],
  ["calculates with numbers from cell to cell", ["let x = 3, y = 4;", "let z = x * y; z -= 2;", "y = x * z;", "x = Math.max(z, y)", "[x, y, z]"], [undefined, "10", "30", "30", "[ 30, 30, 10 ]"]],
  ["calls functions that call themselves", ["function naiveFib(n: number): number { return n > 1 ? naiveFib(n - 1) + naiveFib(n - 2) : 1 }\nnaiveFib(20)"], ["10946"]],
  ["knows Node's globals", ["let myGlobal = global, myProcess = process, myConsole = console, MyArray = Array;", "[myGlobal === globalThis, myProcess === process, myConsole === console, MyArray === Array]"], [undefined, "[ true, true, true, true ]"]],
  ["redeclares a const", ["const x = 3;", "const x = 4;", "x"], [undefined, undefined, "4"]],
  ["makes an object of a class", ["class Person { constructor(public name: string, public age: number) {}\n toString(): string { return 'Person(' + this.name + ', ' + this.age + ')' } }", "let alice = new Person('alice', 123).toString(); alice"], [undefined, "'Person(alice, 123)'"]],
  ["imports a module whole", ["import * as crypto from 'crypto';\nconst digest = crypto.createHash('sha256').update('Hello').digest('hex'); digest.slice(0, 8)", "crypto.createHash('md5').update('').digest('hex').slice(0, 4)"], ["'185f8db3'", "'d41d'"]],
  ["imports a module's default", ["import cryptoDefault from 'crypto'; cryptoDefault.createHash('sha256').update('Hello').digest('hex').slice(0, 8)", "cryptoDefault.createHash('md5').update('').digest('hex').slice(0, 4)"], ["'185f8db3'", "'d41d'"]],
  ["imports a module at run time", ["const cryptoLater = await import('crypto'); cryptoLater.createHash('sha256').update('Hello').digest('hex').slice(0, 8)", "cryptoLater.createHash('md5').update('').digest('hex').slice(0, 4)"], ["'185f8db3'", "'d41d'"]],
  ["keeps an enum, both ways, until its name is taken", ["enum Direction { Up = 1, Down, Left, Right }", "const down = Direction.Down; down", "Direction[2]", "let Direction = null;", "Direction"], [undefined, "2", "'Down'", undefined, "null"]],
  ["lets exports be defined and defined anew", ["Object.defineProperty(exports, 'myprop', { value: true }); exports.myprop", "Object.defineProperty(exports, 'myprop', { value: false }); exports.myprop"], ["true", "false"]],
  ["shows each syntax error with its place", ["let xs + ys;"], [/1:8 - ',' expected\.(.|\n)*1:10 - Cannot find name 'ys'\./]],
  ["shows what a cell throws", ["throw new Error('my error');"], [/^Error: my error\n/]],
  ["shows what a promise resolves to", ["await new Promise<string>((resolve) => { resolve('Hello Promise') });"], ["'Hello Promise'"]],
  ["shows what a promise is rejected with", ["await new Promise((_, reject) => { reject('Good Bye Promise') });"], [/Good Bye Promise/]],
  ["shows what an async function returns", ["async function greet(msg: string) { return 'Hello ' + msg }\nawait greet('async');"], ["'Hello async'"]],
  ["shows what an async function throws", ["async function part(msg: string) { throw 'Good Bye ' + msg }\nawait part('async');"], [/Good Bye async/]],
  ["assigns what it awaits at the top", ["async function asyncHello() { return 'Hello, World!' }\nlet msg = await asyncHello();", "msg"], [undefined, "'Hello, World!'"]],
  ["gives a promise that is rejected already", ["const gone = new Promise(() => { throw new Error('rejected immediately') }); gone.catch(() => {}); gone"], [/^Promise \{\s+<rejected> Error: rejected immediately/]],
  ["has the package tslab without installing it", ["import * as tslab from 'tslab'; let png = tslab.display.png; typeof png"], ["'function'"]],
  ["goes on after what an import throws", ["import './throws';", "1"], [/^Error: on purpose(.|\n)*throws\.ts:1:7/, "1"], { "throws.ts": "throw new Error('on purpose');\nexport {};\n" }],
  ["imports files that import files above them", ["import { bVal } from './executor/b/c'; bVal"], ["'BBBAAA'"], { "executor/a.ts": "export const aVal: string = 'AAA';", "executor/b/c.ts": "import { aVal } from '../a';\nexport const bVal = 'BBB' + aVal;" }],
  ["shows the type errors of a file with its name", ["import { aVal } from './executor/wrong';"], [/executor\/wrong\.ts 1:14 - Type 'string' is not assignable to type 'number'\./], { "executor/wrong.ts": "export const aVal: number = 'AAA';" }],
  ["runs a file once", ["import { uid } from './executor/rand'; const first = uid; typeof first", "import { uid } from './executor/rand'; uid === first"], ["'string'", "true"], { "executor/rand.ts": "import { randomBytes } from 'crypto';\nexport const uid = randomBytes(8).toString('hex');" }],
  ["runs a file anew when it has changed", ["import { aVal } from './executor/changed'; import { writeFileSync } from 'node:fs'; aVal", "writeFileSync('executor/changed.ts', 'export const aVal = 12;')", "import { aVal } from './executor/changed'; aVal + 1"], ["'ABC'", undefined, "13"], { "executor/changed.ts": "export const aVal = 'ABC';" }],
  ["imports JSON", ["import sizes from './executor/sizes.json'; sizes.rows", "sizes.rows + 1"], ["24", "25"], { "executor/sizes.json": "{ \"rows\": 24 }" }],
  ["imports JavaScript with its types", ["import { twice } from './executor/plain.js'; twice(2) + 1", "twice(3)"], ["5", "6"], { "executor/plain.js": "/** @param {number} x */\nexport function twice(x) { return 2 * x }" }],
  ["knows an object's constructor as everybody's", ["({}).constructor === Object"], ["true"]],
  ["adds to a new Object", ["const bag: any = new Object(); bag['name'] = 'n'; bag.name"], ["'n'"]],
  ["gives nothing for a cell of declarations, of comments or of nothing", ["const declared = 1", "// no more", ""], [undefined, undefined, undefined]],
];
