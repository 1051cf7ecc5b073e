import { createHash } from "node:crypto";
import type { Hash } from "./hash.ts";

/** The SHA-256 of nothing, to be added to. */
export function sha256(): Hash {
  const hash = createHash("sha256");
  return {
    add(content) {
      hash.update(content);
      return this;
    },
    bytes: () => Uint8Array.from(hash.copy().digest()),
    hex: () => hash.copy().digest("hex"),
  };
}
