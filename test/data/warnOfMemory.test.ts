import { expect } from "chai";
import { loadCifar10 } from "lib/data";
import { memoryLimit } from "../../lib/data/memoryLimit.ts";
import { warnOfMemory } from "../../lib/data/warnOfMemory.ts";

describe("a limit of memory", () => {
  const before = process.env.MEM_LIMIT;
  afterEach(() => {
    if (before === undefined) delete process.env.MEM_LIMIT;
    else process.env.MEM_LIMIT = before;
  });

  /** What is said when so many megabytes are needed and the limit leaves `room`. */
  const said = (megabytes: number, room: number): string => {
    process.env.MEM_LIMIT = String(process.memoryUsage.rss() + 1e6 * (110 + room));
    let words = "";
    warnOfMemory("CIFAR-10", megabytes, (sentence) => {
      words = sentence;
    });
    return words;
  };

  it("is told before more is loaded than it allows, with all numbers and what to do", () => {
    const words = said(264, 200);
    const [, has, limit, asked] =
      /^CIFAR-10 needs about 264 MB, this process has (\d+) MB already, Jupyter's server about 110 MB, and the limit is (\d+) MB: the system may end the kernel\. Restart .*, or ask for (\d+) MB\.$/
        .exec(words)
        ?.map(Number) ?? [];
    expect(limit, words).to.equal(Math.round(Number(process.env.MEM_LIMIT) / 1e6));
    expect(asked - (264 + has + 110), words).to.be.within(-1, 11);
    expect(asked % 10, words).to.equal(0);
  });

  it("is not mentioned where there is room, or no limit is known", () => {
    expect(said(264, 300)).to.equal("");
    for (const none of ["", "0", "much"]) {
      process.env.MEM_LIMIT = none;
      warnOfMemory("CIFAR-10", 264, (sentence) => expect.fail(sentence));
    }
  });

  it("is the least of those that there are, from one byte, and none in a browser", () => {
    const { process } = globalThis;
    process.env.MEM_LIMIT = "1";
    expect(memoryLimit()).to.equal(1);
    try {
      Reflect.deleteProperty(globalThis, "process");
      expect(memoryLimit()).to.equal(Number.POSITIVE_INFINITY);
      warnOfMemory("CIFAR-10", 264, (sentence) => expect.fail(sentence));
    } finally {
      Object.assign(globalThis, { process });
    }
  });

  it("that is as high as was asked for is enough", () => {
    const has = process.memoryUsage.rss() / 1e6 + 110;
    const megabytes = 205 - (has % 10); // the sum is 5 short of a ten, whatever else is taken meanwhile
    const [, asked] = /ask for (\d+) MB/.exec(said(megabytes, 0)) ?? [];
    process.env.MEM_LIMIT = `${asked}000000`;
    warnOfMemory("CIFAR-10", megabytes, (sentence) => expect.fail(sentence));
    process.env.MEM_LIMIT = String(Number(asked) * 1e6 - 1);
    const words: string[] = [];
    warnOfMemory("CIFAR-10", megabytes, (sentence) => words.push(sentence));
    expect(words).to.have.length(1);
  });

  it("is looked at by what loads images", async () => {
    const { warn } = console;
    const lines: string[] = [];
    console.warn = (line: string) => lines.push(line);
    try {
      for (const limit of [1e6, 1e15]) {
        process.env.MEM_LIMIT = String(limit);
        await loadCifar10({ synthetic: { train: 1000, validation: 330, test: 500 } });
      }
    } finally {
      console.warn = warn;
    }
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^CIFAR-10 needs about 6 MB,/);
  });
});
