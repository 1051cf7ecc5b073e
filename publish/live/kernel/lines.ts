/**
 * Of each line of some code what stands where in what it was made of: from a column on, from 0, that
 * line, from 1, and column, from 0.
 */
export type Lines = readonly (readonly [from: number, line: number, column: number][])[];
