/** Has a suite's code wait in a time of its own; returns what lets so many milliseconds pass. */
export function withFakeTimers(): (milliseconds: number) => void {
  const { setTimeout, clearTimeout } = globalThis;
  const waiting = new Map<number, { due: number; act: () => void }>();
  let [now, made] = [0, 0];
  beforeEach(() => {
    waiting.clear();
    Object.assign(globalThis, {
      setTimeout(act: () => void, milliseconds = 0) {
        waiting.set(++made, { due: now + milliseconds, act });
        return made;
      },
      clearTimeout: (timer?: number) => waiting.delete(timer ?? 0),
    });
  });
  afterEach(() => Object.assign(globalThis, { setTimeout, clearTimeout }));
  return (milliseconds) => {
    now += milliseconds;
    const due = [...waiting].filter(([, timer]) => timer.due <= now);
    for (const [id, { act }] of due.toSorted(([, a], [, b]) => a.due - b.due)) {
      if (waiting.delete(id)) act();
    }
  };
}
