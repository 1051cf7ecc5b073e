import { expect } from "chai";
import { medianTime } from "../../bench/core/medianTime.ts";

/** Goes on for so many milliseconds. */
function spin(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
}

describe("the median time of a call", () => {
  it("is over those that fit into the time, while others have their turns in between", async () => {
    let calls = 0;
    let turns = 0;
    const others = setInterval(() => turns++);
    const start = performance.now();
    const median = await medianTime(() => {
      calls++;
      spin(2);
    }, 200);
    const all = performance.now() - start;
    clearInterval(others);
    expect(turns).to.be.at.least(2);
    expect(median).to.be.at.least(2);
    expect(all)
      .to.be.at.least(200)
      .and.at.least((calls * median) / 2);
  });
});
