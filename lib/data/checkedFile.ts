import { sha256 } from "#hash";
import type { DataFile } from "./description.ts";
import { WrongSum } from "./wrongFile.ts";

/** Takes the content of one file, valid during the call alone; throws if it breaks the format. */
export type TakeFile = (file: DataFile, bytes: Uint8Array) => void;

/** Takes a piece of a file that begins at byte `at`, valid during the call alone. */
export type TakePiece = (piece: Uint8Array, at: number) => void;

/**
 * The content of a file, once its size and sum are right.
 *
 * @param verify false: the size alone counts.
 * @param buffer room for it
 * @throws WrongSum if it is another file, Error if it has another size
 */
export async function checkedFile(
  file: DataFile,
  stream: AsyncIterable<Uint8Array>,
  verify: boolean,
  buffer: Uint8Array,
): Promise<Uint8Array> {
  await checkPieces(file, stream, verify, (piece, at) => buffer.set(piece, at));
  return buffer.subarray(0, file.bytes);
}

/**
 * Hands a file over piece by piece, and says at its end whether it was the right one.
 *
 * @param verify false: the size alone counts.
 * @throws WrongSum if it is another file, Error if it has another size
 */
export async function checkPieces(
  { bytes, sha256: published, other }: DataFile,
  stream: AsyncIterable<Uint8Array>,
  verify: boolean,
  take: TakePiece,
): Promise<void> {
  const hash = sha256();
  let length = 0;
  for await (const piece of stream) {
    if (length + piece.length > bytes) throw new Error(`has more than ${bytes} bytes`);
    take(piece, length);
    if (verify) hash.add(piece);
    length += piece.length;
  }
  if (length < bytes) throw new Error(`has ${length} bytes instead of ${bytes}`);
  if (!verify) return;
  const sum = hash.hex();
  if (sum === other?.sha256) throw new WrongSum(`is the one that ${other.load} loads`);
  if (sum !== (published ?? sum)) {
    throw new WrongSum(`has the sha256 ${sum} instead of ${published}`);
  }
}
