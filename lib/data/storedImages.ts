import { imageBytes } from "./imageBytes.ts";
import { openUnchanged, readFrom } from "./openFile.ts";
import { type CopyImage, copyImage } from "./pixelOrder.ts";
import { type ImageLayout, placeOf } from "./recordLayout.ts";

/** A file of records, and which of its versions is meant. */
export interface StoredFile {
  readonly path: string;
  readonly version: string;
  readonly layout: ImageLayout;
}

/** Stored images as plain data, which another thread can be sent. */
export interface StoredPlace {
  readonly files: readonly StoredFile[];
  readonly shape: readonly [rows: number, cols: number, channels: number];
  /** Image i is record `records[i]` of all files. */
  readonly records: Uint32Array;
}

/**
 * The images of a dataset that stay in the files in which they were published: what is asked for is
 * read, from the system's page cache, which all programs on the machine share. As of the bytes in
 * memory there is a length, and `subarray` and `slice` of whole images.
 *
 * Reading throws an Error when a file was changed since it was loaded.
 */
export class StoredImages {
  /** Bytes of all images. */
  readonly length: number;
  readonly place: StoredPlace;
  readonly #size: number;
  readonly #copy: CopyImage;
  readonly #record: Uint8Array;
  #batch = new Uint8Array();

  constructor(place: StoredPlace) {
    const { files, shape, records } = place;
    this.place = place;
    this.#size = imageBytes(shape);
    this.length = records.length * this.#size;
    this.#copy = copyImage(files[0].layout.order, shape);
    this.#record = new Uint8Array(this.#size);
  }

  get [Symbol.toStringTag](): string {
    return "StoredImages";
  }

  /** The images with these indices, in this order, in memory: N of [rows, cols, channels]. */
  read(indices: ArrayLike<number>): Uint8Array {
    const images = new Uint8Array(indices.length * this.#size);
    this.#fill(images, indices);
    return images;
  }

  /** As `read`, in memory that the next call writes over. */
  readBatch(indices: ArrayLike<number>): Uint8Array {
    const bytes = indices.length * this.#size;
    if (this.#batch.length < bytes) this.#batch = new Uint8Array(bytes);
    const images = this.#batch.subarray(0, bytes);
    this.#fill(images, indices);
    return images;
  }

  /** The images with these indices, in this order; nothing is read. */
  pick(indices: ArrayLike<number>): StoredImages {
    const { records } = this.place;
    return this.#with(Uint32Array.from(indices, (i) => records[i]));
  }

  /** The images between two places, in bytes; nothing is read. */
  subarray(start?: number, end?: number): StoredImages {
    return this.#with(this.place.records.subarray(...this.#range("subarray", start, end)));
  }

  /** The images between two places, in bytes, in memory. */
  slice(start?: number, end?: number): Uint8Array {
    const [first, last] = this.#range("slice", start, end);
    return this.read(Uint32Array.from({ length: last - first }, (_, i) => first + i)); // none if below 0
  }

  #fill(images: Uint8Array, indices: ArrayLike<number>): void {
    const { files, records } = this.place;
    const open = files.map(({ path, version }) => openUnchanged(path, version));
    const ends = files.map(({ layout }) => layout.first + layout.count);
    for (let i = 0; i < indices.length; i++) {
      const record = records[indices[i]];
      let file = 0;
      while (record >= ends[file]) file++;
      const { layout } = files[file];
      const at = placeOf(layout, record - layout.first) + layout.image;
      readFrom(open[file], this.#record, at);
      this.#copy(this.#record, 0, images, i * this.#size);
    }
  }

  #with(records: Uint32Array): StoredImages {
    return new StoredImages({ ...this.place, records });
  }

  /** Numbers of images; bytes from the end count where they are negative, as of any array. */
  #range(caller: string, start = 0, end = this.length): [first: number, last: number] {
    const [first, last] = [start, end].map((place) => {
      const at = Math.min(Math.max(place < 0 ? this.length + place : place, 0), this.length);
      return at / this.#size;
    });
    if (Number.isInteger(first) && Number.isInteger(last)) return [first, last];
    throw new RangeError(
      `${caller}: ${start} to ${end} are not whole images, which have ${this.#size} bytes here`,
    );
  }
}
