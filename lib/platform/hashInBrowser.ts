import { sha256 as newHash } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Hash } from "./hash.ts";

const encoder = new TextEncoder();

/** The SHA-256 of nothing, to be added to: a browser's own takes no parts, and has none over http. */
export function sha256(): Hash {
  const hash = newHash.create();
  const bytes = () => hash.clone().digest();
  return {
    add(content) {
      if (typeof content === "string") hash.update(encoder.encode(content));
      else hash.update(new Uint8Array(content.buffer, content.byteOffset, content.byteLength));
      return this;
    },
    bytes,
    hex: () => bytesToHex(bytes()),
  };
}
