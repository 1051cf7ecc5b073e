import { terminalLine } from "lib/display";

const secondsSince = (start: number) => ((performance.now() - start) / 1000).toFixed(0);

/** What tells of a notebook's run. */
interface Speech {
  at(place: string): void;
  end(result: string): void;
  stop(): void;
}

/**
 * Says on stderr how a notebook comes on: in place on a terminal, elsewhere a line at most every
 * five seconds.
 */
export function speak(name: string): Speech {
  const start = performance.now();
  const live = process.stderr.isTTY;
  const line = terminalLine(process.stderr);
  let [place, since, last] = ["the kernel starts", start, start];
  const tell = () => {
    const text = `${name}: ${place}, ${secondsSince(since)} s (${secondsSince(start)} s in all)`;
    if (live) line(text);
    else if (performance.now() - last > 5000) {
      console.error(text);
      last = performance.now();
    }
  };
  if (!live) console.error(`${name}: the kernel starts`);
  const ticker = setInterval(tell, 1000);
  return {
    at(now) {
      [place, since] = [now, performance.now()];
      tell();
    },
    end(result) {
      if (live) line(`${name}: ${result}`);
      else console.error(`${name}: ${result}`);
    },
    stop() {
      clearInterval(ticker);
    },
  };
}
