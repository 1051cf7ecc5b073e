import { sha256 } from "#hash";
import type { History } from "../history.ts";
import type { TrainingState, Weights } from "../trainingState.ts";
import type { RunIdentity } from "./runIdentity.ts";

/** A run between two steps: all that it needs to go on as if it had never stopped. */
export interface Checkpoint {
  /** What the run's numbers depend on. Its random draws are functions of seed and iteration. */
  readonly identity: RunIdentity;
  readonly history: History;
  readonly state: TrainingState;
}

const FORMAT = "cnn-notebooks checkpoint 1";

/** Bytes of the SHA-256 that a file begins with, and of the length that follows. */
const SUM = 32;
const LENGTH = 4;

/**
 * A checkpoint as the bytes of its file: the SHA-256 of the rest; the length of a JSON text; the
 * text, with the length of each array; the values of all arrays, float32.
 */
export function toBytes({ identity, history, state }: Checkpoint): Uint8Array {
  const { weights, optimizer, best } = state;
  const lengths = [weights, optimizer, best].map((list) => list?.map(({ length }) => length));
  const header = new TextEncoder().encode(
    JSON.stringify({ format: FORMAT, identity, history, lengths }),
  );
  const arrays = [...weights, ...optimizer, ...(best ?? [])];
  const content = concatenate([Uint32Array.of(header.length), header, ...arrays]);
  return concatenate([sha256().add(content).bytes(), content]);
}

/**
 * Reads what `toBytes` has written.
 *
 * @throws Error when a byte is not as it was written
 */
export function fromBytes(bytes: Uint8Array): Checkpoint {
  const content = bytes.subarray(SUM);
  const sum = sha256().add(content).bytes();
  if (sum.some((byte, i) => byte !== bytes[i])) {
    throw new Error(`its ${bytes.length} bytes are not those that were written`);
  }
  const [length] = new Uint32Array(Uint8Array.from(content.subarray(0, LENGTH)).buffer);
  const header = new TextDecoder().decode(content.subarray(LENGTH, LENGTH + length));
  const { format, identity, history, lengths } = JSON.parse(header);
  if (format !== FORMAT) throw new Error(`its format is "${format}", this program's "${FORMAT}"`);
  let offset = LENGTH + length;
  const read = (list?: number[] | null): Weights | undefined =>
    list?.map((n) => {
      const start = offset;
      offset += n * Float32Array.BYTES_PER_ELEMENT;
      return new Float32Array(Uint8Array.from(content.subarray(start, offset)).buffer);
    });
  const [weights = [], optimizer = [], best] = [lengths[0], lengths[1], lengths[2]].map(read);
  return { identity, history, state: { weights, optimizer, best } };
}

function concatenate(parts: readonly (Uint8Array | Uint32Array | Float32Array)[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}
