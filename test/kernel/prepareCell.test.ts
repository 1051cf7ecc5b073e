import { expect } from "chai";
import { prepareCell } from "../../kernel/translator/prepareCell.ts";

const prepared = (code: string, name = "cell.ts") => prepareCell(code, name);

describe("a cell, as its author means it,", () => {
  for (const code of [
    "{ a: 1, b: 2 }",
    "{ a: b }",
    "{ a }",
    "{}",
    "\n{\n  f() { return 1; },\n} // c",
  ]) {
    it(`is an object: ${JSON.stringify(code)}`, () => {
      expect(prepared(code)).to.deep.equal({
        ...{ text: `(\n${code}\n)`, added: 1, isUnchecked: false },
      });
    });
  }

  for (const code of [
    ...[
      "",
      "1",
      "f({ a: 1 })",
      "{ let a = 1; }",
      "{ f(); }",
      "{ f() }",
      "{ await f() }",
      "{ a: 1 }; 2",
      "{ a: 1 }\n{ b: 2 }",
    ],
    ...["{ a: 1 })(b", "{ a: 1 }) + ({}", "{ a: 1 });\n(b", "{ a: 1 }, b", "({ a: 1 })"],
  ]) {
    it(`is no object: ${JSON.stringify(code)}`, () => {
      expect(prepared(code)).to.include({ text: code, added: 0 });
    });
  }

  for (const [code, text] of [
    ["export const a = 1;", "       const a = 1;"],
    ["a;\nexport let b;\nexport type C = 1;", "a;\n       let b;\n       type C = 1;"],
    ["export default class A {}", "               class A {}"],
    ["export default async function f() {}", "               async function f() {}"],
    ["export declare const a: 1;", "       declare const a: 1;"],
    ["export abstract class A {}", "       abstract class A {}"],
    ["export default function () {}", "export default function () {}"],
    ["export default 1;", "export default 1;"],
    ["const a = 1;\nexport { a };", "const a = 1;\nexport { a };"],
    ["export * from 'a';", "export * from 'a';"],
    ["export = 1;", "export = 1;"],
    ["#!/usr/bin/env node\n1", "                   \n1"],
    ["1\n#!/bin/sh", "1\n#!/bin/sh"],
  ]) {
    it(`declares for the others what it exports: ${JSON.stringify(code)}`, () => {
      expect(prepared(code)).to.include({ text, added: 0 });
    });
  }

  it("is unchecked where a comment before it says so", () => {
    for (const comment of ["// @ts-nocheck", "///@ts-nocheck: x", "/* a */\n//\t@ts-nocheck"]) {
      for (const code of ["1", "{ a: 1 }"]) {
        expect(prepared(`${comment}\n${code}`).isUnchecked, comment).to.equal(true);
      }
    }
    for (const code of [
      ...["1 // @ts-nocheck", "1;\n// @ts-nocheck", "/* @ts-nocheck */", "//// @ts-nocheck"],
      ...["// no @ts-nocheck", "// @ts-nochecked"],
    ]) {
      expect(prepared(code).isUnchecked, code).to.equal(false);
    }
  });

  for (const [code, jsx] of [
    ["(<b>x</b>)", 1],
    ["const a =  <b />;", 11],
    ["f(() => <><i/></>)", 8],
    ["<T,>(x: T) => x", undefined],
    ["const a = <number>b;", undefined],
    ["const a = ;", undefined],
    ["<b>", undefined],
    ["(<b>x</b>", undefined],
    ["a < b > c", undefined],
  ] as const) {
    it(`has JSX at ${jsx}: ${code}`, () => {
      expect(prepared(code).jsx).to.equal(jsx);
      expect(prepared(code, "cell.tsx").jsx).to.equal(undefined);
      expect(prepared(code, "cell.js").jsx).to.equal(undefined);
    });
  }
});
