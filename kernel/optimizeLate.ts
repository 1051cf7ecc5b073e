import { setFlagsFromString } from "node:v8";
import { isGrading } from "./grading.ts";

// V8 optimizes a function later where cells are graded: TypeScript looks at a few cells and ends, so that most of
// what V8 would make of it is never used. Imported before what starts threads
if (isGrading) setFlagsFromString("--interrupt-budget=1000000"); // bytes of bytecode that run before
