/** In bytes. */
export const MEGABYTE = 1e6;
