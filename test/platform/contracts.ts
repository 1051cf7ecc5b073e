import { expect } from "chai";
import type { Folder } from "../../lib/cifar/files/folder.ts";
import type { Package } from "../../lib/data/description.ts";
import type { Found } from "../../lib/data/locate.ts";
import type { Hash } from "../../lib/platform/hash.ts";
import type { Listener, Thread } from "../../lib/platform/threads.ts";

/** What both implementations of each name among the library's imports are to do. */
export interface Implementations {
  breathe: { breathe(): Promise<void> };
  hash: { sha256(): Hash };
  cores: { cores(): number; threadLimit(): number };
  threads: { startThread(script: URL, data: unknown, listener: Listener): Thread };
  folder: {
    openFolder(name: string, options?: { make?: boolean }): Promise<Folder>;
    withRunLock<T>(name: string, work: () => Promise<T>): Promise<T>;
  };
  files: {
    isOffline(error: unknown): boolean;
    readPackage(
      found: Found,
      pack: Package,
      verify: boolean,
      take: (file: { name: string }, bytes: Uint8Array) => void,
    ): Promise<void>;
    remedy(folder: { path: string; isCache: boolean }, pack: Package): string;
  };
}

/** What the contracts need of the place where they are run. */
export interface Surroundings {
  /** A script that answers each message with what it was started with and the message, and dies at "die". */
  readonly echo: URL;
  /** A name for a folder that is not there. */
  readonly folder: string;
  /** Puts a file where `readPackage` finds it. */
  put(name: string, content: Uint8Array): Promise<Found>;
}

type Contract<Name extends keyof Implementations> = (
  implementation: Implementations[Name],
  surroundings: Surroundings,
) => Promise<void>;

const failure = (work: Promise<unknown>): Promise<Error & { code?: string }> =>
  work.then(
    () => new Error("nothing was thrown"),
    (error) => error,
  );

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

export const contracts: { [Name in keyof Implementations]: Contract<Name> } = {
  async breathe({ breathe }) {
    let isDue = false;
    setTimeout(() => {
      isDue = true;
    });
    let breaths = 0;
    while (!isDue && breaths < 100_000) {
      await breathe();
      breaths++;
    }
    expect(isDue, "a timer has its turn").to.equal(true);
    await Promise.all([breathe(), breathe(), breathe()]);
  },

  async hash({ sha256 }) {
    expect(sha256().add("abc").hex()).to.equal(ABC);
    const parts = sha256().add("a");
    parts.hex();
    expect(parts.add(Uint8Array.of(98, 99)).hex(), "goes on after a look").to.equal(ABC);
    expect([...parts.bytes()].map((byte) => byte.toString(16).padStart(2, "0")).join("")).to.equal(
      ABC,
    );
    const numbers = Float32Array.of(0, 1.5, -2);
    const bytes = new Uint8Array(numbers.buffer, 4, 8);
    expect(sha256().add(numbers.subarray(1)).hex()).to.equal(sha256().add(bytes).hex());
    expect(sha256().add("ü").hex()).to.equal(sha256().add(Uint8Array.of(0xc3, 0xbc)).hex());
  },

  async cores({ cores, threadLimit }) {
    expect(cores()).to.be.at.least(1);
    expect(Number.isInteger(cores())).to.equal(true);
    expect(threadLimit()).to.be.at.least(1);
  },

  async threads({ startThread }, { echo }) {
    const heard: unknown[] = [];
    let [hear, hearDeath] = [() => {}, (_: string) => {}];
    const start = () =>
      startThread(
        echo,
        { start: 7 },
        {
          message(message: unknown) {
            heard.push(message);
            hear();
          },
          died: (reason) => hearDeath(reason),
        },
      );
    const thread = start();
    const answers = new Promise<void>((resolve) => {
      hear = () => heard.length === 2 && resolve();
    });
    thread.post("one");
    thread.post(Uint8Array.of(2));
    await answers;
    expect(heard).to.deep.equal([
      { data: { start: 7 }, message: "one" },
      { data: { start: 7 }, message: Uint8Array.of(2) },
    ]);
    const death = () =>
      new Promise<string>((resolve) => {
        hearDeath = resolve;
      });
    hear = () => {};
    for (const [when, dying] of [
      ["die later", thread],
      ["die", start()],
    ] as const) {
      const died = death();
      dying.post(when);
      expect(await died).to.match(/^its worker thread died: .*it was told to die/);
    }
    const ended = death();
    await start().end();
    expect(await ended).to.match(/^its worker thread /);
  },

  async folder({ openFolder, withRunLock }, { folder: name }) {
    expect((await failure(openFolder(name).then((folder) => folder.read("a")))).code).to.equal(
      "ENOENT",
    );
    const folder = await openFolder(name, { make: true });
    await folder.write("a", "text");
    await folder.write("b", Uint8Array.of(1, 2));
    await folder.write("a", "another text");
    expect(new TextDecoder().decode(await folder.read("a"))).to.equal("another text");
    expect((await folder.list()).sort()).to.deep.equal(["a", "b"]);
    await folder.remove("a");
    await folder.remove("a");
    expect((await failure(folder.read("a"))).code).to.equal("ENOENT");
    const again = await openFolder(name);
    expect([...(await again.read("b"))]).to.deep.equal([1, 2]);

    let free = () => {};
    const held = withRunLock(name, () => new Promise<void>((resolve) => (free = resolve)));
    while (!(await again.list().then((files) => files.length > 0))) await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await failure(withRunLock(name, async () => {}));
    expect(second.message).to.match(/^train: another run .*uses the checkpoints in /);
    free();
    await held;
    expect(await withRunLock(name, async () => 5)).to.equal(5);
  },

  async files({ isOffline, readPackage, remedy }, { put }) {
    const content = Uint8Array.from({ length: 3000 }, (_, i) => i % 251);
    const sha256 = "2f0f1b2b0d9f3a9ea86ee1f8a29b3aa4a4f6a6ad"; // not its sum
    const pack = (name: string, bytes = content.length, sum?: string): Package => ({
      name,
      urls: [`https://example.com/${name}`],
      megabytes: 1,
      files: [{ name: "numbers.bin", bytes, ...(sum && { sha256: sum }) }],
    });
    const read = async (found: Found, described: Package) => {
      const taken: number[][] = [];
      await readPackage(found, described, true, (_, bytes) => taken.push([...bytes]));
      return taken;
    };
    const zipped = await put("numbers.gz", await gzip(content));
    expect(await read(zipped, pack("numbers.gz"))).to.deep.equal([[...content]]);
    const archive = await put("numbers.tar.gz", await gzip(tar("folder/numbers.bin", content)));
    expect(await read(archive, pack("numbers.tar.gz"))).to.deep.equal([[...content]]);

    const wrong = await failure(read(archive, pack("numbers.tar.gz", content.length, sha256)));
    expect(wrong).to.include({ name: "WrongSum" });
    expect(wrong.message).to.match(/numbers\.bin has the sha256 \w{64} instead of 2f0f/);
    const short = await failure(read(zipped, pack("numbers.gz", 4000)));
    expect(short.message).to.match(/numbers.* has 3000 bytes instead of 4000$/);
    const long = await failure(read(archive, pack("numbers.tar.gz", 2000)));
    expect(long.message).to.match(/numbers\.bin has more than 2000 bytes$/);
    const other = await put("other.tar.gz", await gzip(tar("folder/other.bin", content)));
    expect((await failure(read(other, pack("other.tar.gz")))).message).to.match(
      /other\.tar\.gz lacks numbers\.bin$/,
    );
    const whole = await gzip(content);
    const cut = await put("cut.gz", whole.subarray(0, whole.length - 20));
    expect((await failure(read(cut, pack("cut.gz")))).message).to.match(
      /^(.*cut\.gz|numbers\.bin) /,
    );
    expect(isOffline(wrong)).to.equal(false);
    expect(remedy({ path: "here", isCache: true }, pack("numbers.gz"))).to.be.a("string");
  },
};

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const zipped = new Blob([Uint8Array.from(bytes)])
    .stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(zipped as ReadableStream).arrayBuffer());
}

/** A tar of one file. */
function tar(name: string, content: Uint8Array): Uint8Array {
  const head = new Uint8Array(512);
  const put = (text: string, at: number) => head.set(new TextEncoder().encode(text), at);
  put(name, 0);
  put("0000644\0", 100);
  put(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  put("00000000000\0", 136);
  put("        ", 148);
  put("0", 156);
  put("ustar\0" + "00", 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const bytes = new Uint8Array(512 + 512 * Math.ceil(content.length / 512) + 1024);
  bytes.set(head);
  bytes.set(content, 512);
  return bytes;
}
