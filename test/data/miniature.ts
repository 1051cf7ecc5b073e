import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "lib/data";
import { create } from "tar";
import { cifar10 } from "../../lib/data/cifar10.ts";
import type { Description } from "../../lib/data/description.ts";

/**
 * CIFAR-10 in miniature, always the same: five files of 8 training images and one of 8 test images.
 */
export interface Miniature {
  /** For servers at these addresses. */
  describe(...addresses: string[]): Description;
  /** Name and content of each file. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Name of the archive. */
  readonly name: string;
  readonly archive: Buffer;
}

/**
 * Makes the miniature; `change` spoils its files before they are packed, but after their sums are
 * noted.
 */
export async function makeMiniature(
  change: (files: Map<string, Buffer>) => void = () => {},
): Promise<Miniature> {
  const records = 8;
  const random = seededRandom(1);
  const [pack] = cifar10.packages;
  const files = new Map(
    pack.files.map(({ name }, k) => {
      const content = Buffer.from(
        Uint8Array.from({ length: records * 3073 }, () => 256 * random()),
      );
      for (let i = 0; i < records; i++) content[i * 3073] = (k + i) % 10;
      return [name, content];
    }),
  );
  const described = [...files].map(([name, content]) => ({
    name,
    bytes: content.length,
    sha256: sha256(content),
  }));
  change(files);
  const folder = await temporaryFolder();
  await writeFiles(folder, files);
  await create({ gzip: true, cwd: folder, file: join(folder, pack.name) }, [...files.keys()]);
  const archive = await readFile(join(folder, pack.name));
  await rm(folder, { recursive: true });
  return {
    files,
    name: pack.name,
    archive,
    describe: (...addresses) => ({
      ...cifar10,
      packages: [
        { ...pack, urls: addresses.map((address) => `${address}/${pack.name}`), files: described },
      ],
      sizes: { train: 30, validation: 10, test: records },
    }),
  };
}

/** A new empty folder. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "data-test-"));
}

/** Writes each file under its name. */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, Buffer>,
): Promise<void> {
  for (const [name, content] of files) await writeFile(join(folder, name), content);
}

export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
