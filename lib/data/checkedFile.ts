import { sha256 } from "#hash";
import type { DataFile } from "./description.ts";
import { WrongSum } from "./wrongFile.ts";

/** Takes the content of one file, valid during the call alone; throws if it breaks the format. */
export type TakeFile = (file: DataFile, bytes: Uint8Array) => void;

/**
 * The content of a file, once its size and sum are right.
 *
 * @param verify false: the size alone counts.
 * @param buffer room for it
 * @throws WrongSum if it is another file, Error if it has another size
 */
export async function checkedFile(
  { bytes, sha256: published, other }: DataFile,
  stream: AsyncIterable<Uint8Array>,
  verify: boolean,
  buffer: Uint8Array,
): Promise<Uint8Array> {
  let length = 0;
  for await (const chunk of stream) {
    if (length + chunk.length > bytes) throw new Error(`has more than ${bytes} bytes`);
    buffer.set(chunk, length);
    length += chunk.length;
  }
  if (length < bytes) throw new Error(`has ${length} bytes instead of ${bytes}`);
  const content = buffer.subarray(0, length);
  if (!verify) return content;
  const sum = sha256().add(content).hex();
  if (sum === other?.sha256) throw new WrongSum(`is the one that ${other.load} loads`);
  if (sum !== (published ?? sum))
    throw new WrongSum(`has the sha256 ${sum} instead of ${published}`);
  return content;
}
