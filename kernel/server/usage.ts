import os from "node:os";

type System = Pick<typeof os, "hostname" | "cpus" | "loadavg" | "totalmem" | "freemem">;
type Process = Pick<NodeJS.Process, "pid" | "cpuUsage"> & {
  memoryUsage: Pick<NodeJS.MemoryUsageFn, "rss">;
};

/**
 * What jupyter-resource-usage shows of a kernel.
 *
 * @param now the time, in milliseconds
 */
export function usageReader(
  system: System = os,
  kernel: Process = process,
  now: () => number = () => performance.now(),
): () => object {
  let last = { cpu: kernel.cpuUsage(), at: now() };

  /** The share of a core's time that the kernel took since it was last asked. */
  function cpuPercent(): number {
    const { user, system } = kernel.cpuUsage(last.cpu);
    const at = now();
    const percent = (user + system) / 10 / Math.max(1, at - last.at);
    last = { cpu: kernel.cpuUsage(), at };
    return percent;
  }

  return () => {
    const [total, available] = [system.totalmem(), system.freemem()];
    const { length: cores } = system.cpus();
    return {
      hostname: system.hostname(),
      pid: kernel.pid,
      kernel_cpu: cpuPercent(),
      kernel_memory: kernel.memoryUsage.rss(),
      cpu_count: cores,
      host_cpu_percent: (100 * system.loadavg()[0]) / cores,
      host_virtual_memory: {
        total,
        available,
        free: available,
        used: total - available,
        percent: (100 * (total - available)) / total,
      },
    };
  };
}
