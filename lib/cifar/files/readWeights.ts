import type * as tf from "@tensorflow/tfjs";
import type { Folder } from "./folder.ts";

type Manifest = tf.io.WeightsManifestConfig;
type Spec = tf.io.WeightsManifestEntry;

/**
 * Reads the weights of all groups, each of which may lie in several files.
 *
 * @throws Error naming a file that is missing, or both numbers of bytes
 */
export async function readWeights(
  folder: Folder,
  directory: string,
  manifest: Manifest,
): Promise<[Spec[], ArrayBuffer]> {
  const specs = manifest.flatMap(({ weights }) => weights);
  const files = manifest.flatMap(({ paths }) => paths);
  const parts = await Promise.all(
    files.map((file) =>
      folder.read(file).catch((cause) => {
        throw new Error(
          `modelFiles: "${directory}" lacks ${file}, one of the ${files.length} weight files that ` +
            `its model.json names (${cause.message}); put all of them there`,
          { cause },
        );
      }),
    ),
  );
  const weights = new Uint8Array(await new Blob(parts).arrayBuffer());
  const bytes = bytesOf(specs);
  if (bytes !== undefined && bytes !== weights.length) {
    throw new Error(
      `modelFiles: the weight files in "${directory}" (${files.join(", ")}) have ${weights.length} ` +
        `bytes, the weights in its model.json ${bytes}; they are of different models, or incomplete`,
    );
  }
  return [specs, weights.buffer];
}

const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  complex64: 8,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/** Undefined where there are texts, whose lengths their bytes say. */
function bytesOf(specs: readonly Spec[]): number | undefined {
  let bytes = 0;
  for (const { shape, dtype, quantization } of specs) {
    const each = BYTES[quantization?.dtype ?? dtype];
    if (each === undefined) return undefined;
    bytes += each * shape.reduce((product, size) => product * size, 1);
  }
  return bytes;
}
