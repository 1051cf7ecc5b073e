"""Runs notebooks, each in a fresh kernel, to their ends, whatever their cells do.

Jobs come on stdin, a line of JSON each; the answers go to stdout, one after another:

    {"notebook": FILE, "output": FILE, "environment": {...}, "box": [...], "limits": {"cell": 20,
     "cells": ["conv", ...], "notebook": 180, "megabytes": 3000, "output": 20}}
    {"cell": "conv", "number": 3, "of": 20}                     before each cell that runs
    {"ended": null, "cell": null, "overruns": [], "seconds": 5.1}    it is written, with outputs
    {"ended": "its kernel died", "cell": "relu", ...}                so is what ran before that

Seconds are of computing time. `cells` are those that the limit for a cell holds for; `overruns`
were interrupted as they ran longer. The kernel works in the notebook's folder. `box` is the command
that a boxed kernel is started by.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

import nbformat
import psutil
from boxed_manager import BoxedManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError


# A time limit is of computing time, which other programs on the machine do not change. A cell that
# computes for less than this share of the time waits for something, and may do so as long.
IDLE = 0.03
# A whole notebook may take so many times as long as it may compute.
SLOWEST = 5
# What a kernel has started is looked for so often, in seconds: that goes through all processes of the machine.
LISTING = 0.5
# Time in which an interrupted cell is to end, in seconds.
GRACE = 10


def tell(**what):
    print(json.dumps(what), flush=True)


class Ended(Exception):
    """What ended a notebook before its last cell."""


async def start(job):
    """A kernel for a job."""
    manager = BoxedManager(kernel_name="typescript")
    manager.box, manager.environment = job["box"], job["environment"]
    await manager.start_kernel(cwd=str(Path(job["notebook"]).parent))
    return manager


class Usage:
    """What a process and all that it has started use."""

    def __init__(self, pid):
        self.pid = pid
        self.processes = []
        self.listed = -LISTING

    def now(self):
        """The memory (MB) and the computing time (s)."""
        if time.monotonic() - self.listed > LISTING:
            try:
                process = psutil.Process(self.pid)
                self.processes = [process, *process.children(recursive=True)]
            except psutil.Error:
                return 0, 0
            self.listed = time.monotonic()
        memory = seconds = 0
        for each in self.processes:
            try:
                memory += each.memory_info().rss / 1e6
                seconds += sum(each.cpu_times()[:4])
            except psutil.Error:
                pass
        return memory, seconds


async def watch(run, limits):
    """Interrupts cells that run for too long; ends with the reason for which no more may run."""
    cell, interrupted = None, None
    start = marked = time.monotonic()
    cell_used = marked_used = 0
    usage = Usage(run.manager.provisioner.pid)
    while True:
        await asyncio.sleep(0.1)
        now = time.monotonic()
        memory, seconds = usage.now()
        run.seconds = max(run.seconds, seconds)
        if memory > limits["megabytes"]:
            return f"it used more than {limits['megabytes']} MB of memory"
        if seconds > limits["notebook"] or now - start > SLOWEST * limits["notebook"]:
            return f"the notebook ran longer than {limits['notebook']} s"
        if run.current != cell:
            cell, interrupted = run.current, None
            marked, cell_used, marked_used = now, seconds, seconds
        if interrupted and now - interrupted > GRACE:
            return f"it ran longer than {limits['cell']} s and could not be interrupted"
        too_long = seconds - cell_used > limits["cell"]
        if now - marked > limits["cell"]:
            too_long = too_long or seconds - marked_used < IDLE * (now - marked)
            marked, marked_used = now, seconds
        if too_long and cell in limits["cells"] and not interrupted:
            interrupted = now
            run.overruns.append(cell)
            await run.manager.interrupt_kernel()


class Run:
    """A notebook on its way through its cells."""

    def __init__(self, job, manager):
        self.job = job
        self.manager = manager
        self.notebook = nbformat.read(job["notebook"], as_version=4)
        self.runs = [c for c in self.notebook.cells if c.cell_type == "code" and c.source.strip()]
        self.current = None
        self.overruns = []
        self.seconds = 0

    async def cells(self):
        client = NotebookClient(
            self.notebook, km=self.manager, timeout=None, allow_errors=True, coalesce_streams=True
        )
        left = self.job["limits"]["output"] * 1e6
        client.kc = client.km.client()
        client.kc.start_channels()
        try:
            await client.kc.wait_for_ready(timeout=60)
            client.kc.allow_stdin = False
            for number, cell in enumerate(self.runs, 1):
                self.current = cell.id
                tell(cell=cell.id, number=number, of=len(self.runs))
                await client.async_execute_cell(cell, self.notebook.cells.index(cell))
                left -= len(json.dumps(cell.outputs))
                if left < 0:
                    cell.outputs = []
                    raise Ended(f"it put out more than {self.job['limits']['output']} MB")
        except (DeadKernelError, RuntimeError):
            raise Ended("its kernel died") from None
        finally:
            client.kc.stop_channels()

    async def end(self):
        """Runs all cells; says what ended them early, if something did."""
        running = asyncio.ensure_future(self.cells())
        watching = asyncio.ensure_future(watch(self, self.job["limits"]))
        await asyncio.wait([running, watching], return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            reason = watching.result()
            await self.manager.shutdown_kernel(now=True)
            running.cancel()
            await asyncio.wait([running])
            return reason
        watching.cancel()
        await self.manager.shutdown_kernel(now=True)
        try:
            running.result()
        except Ended as ended:
            return str(ended)
        return None


async def main():
    while line := await asyncio.to_thread(sys.stdin.readline):
        job = json.loads(line)
        run = Run(job, await start(job))
        ended = await run.end()
        nbformat.write(run.notebook, job["output"])
        ran = {"overruns": run.overruns, "seconds": run.seconds}
        tell(ended=ended, cell=run.current if ended else None, **ran)


asyncio.run(main())
