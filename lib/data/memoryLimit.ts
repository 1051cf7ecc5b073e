/**
 * How many bytes this process may have: the limit of its container or control group, or JupyterHub's
 * (MEM_LIMIT); infinite where there is none, and in a browser, which tells none.
 */
export function memoryLimit(): number {
  if (!globalThis.process?.versions?.node) return Number.POSITIVE_INFINITY;
  const limits = [process.constrainedMemory(), Number(process.env.MEM_LIMIT)];
  return Math.min(...limits.filter((bytes) => bytes > 0), Number.POSITIVE_INFINITY);
}
