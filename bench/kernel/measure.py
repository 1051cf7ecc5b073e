"""Times a Jupyter kernel as a client sees it; prints JSON, in seconds.

    python measure.py KERNEL
"""

import json
import statistics
import sys
import time
from queue import Empty

from jupyter_client.manager import KernelManager

TIMEOUT = 60  # seconds
SAMPLES = 5

manager = KernelManager(kernel_name=sys.argv[1])
start = time.perf_counter()
manager.start_kernel()
client = manager.client()
client.start_channels()
times = {}


def wait(channel, message_id, kind):
    """The next message of a kind that answers a request; None if it does not come."""
    end = time.perf_counter() + TIMEOUT
    while (left := end - time.perf_counter()) > 0:
        try:
            message = channel.get_msg(timeout=left)
        except Empty:
            break
        if message["parent_header"].get("msg_id") == message_id and message["msg_type"] == kind:
            return message
    return None


def run(code):
    """Runs a cell; returns the seconds until it is answered."""
    begin = time.perf_counter()
    reply = wait(client.shell_channel, client.execute(code), "execute_reply")
    if not reply or reply["content"]["status"] != "ok":
        sys.exit(f"{sys.argv[1]}: the cell {code!r} failed: {reply and reply['content']}")
    return time.perf_counter() - begin


def complete():
    begin = time.perf_counter()
    reply = wait(client.shell_channel, client.complete("tf."), "complete_reply")
    if not reply or len(reply["content"]["matches"]) < 100:
        sys.exit(f"{sys.argv[1]}: nothing to complete")
    return time.perf_counter() - begin


def median(measure):
    return statistics.median(measure() for _ in range(SAMPLES))


def count_lines(message_id):
    """Counts the lines that a cell writes, until it is idle or nothing more comes."""
    lines = 0
    while True:
        try:
            message = client.iopub_channel.get_msg(timeout=3)
        except Empty:
            return lines, False
        if message["parent_header"].get("msg_id") != message_id:
            continue
        content = message["content"]
        lines += content.get("text", "").count("\n")
        if content.get("execution_state") == "idle":
            return lines, True


try:
    if not wait(client.shell_channel, client.kernel_info(), "kernel_info_reply"):
        sys.exit(f"{sys.argv[1]}: no answer")
    times["ready"] = time.perf_counter() - start
    run("const first: number = 1")
    times["first"] = time.perf_counter() - start
    times["tfjs"] = run("import * as tf from '@tensorflow/tfjs'; tf.enableProdMode()")
    times["empty"] = median(lambda: run(""))
    times["loop"] = median(lambda: run("let sum = 0; for (let i = 0; i < 1e7; i++) sum += i"))
    times["tab"] = median(complete)
    client.execute("for (const end = Date.now() + 3000; Date.now() < end; );")
    time.sleep(0.5)
    times["tabBusy"] = complete()
    run("")  # ends after the busy cell
    begin = time.perf_counter()
    lines, idle = count_lines(client.execute("for (let i = 0; i < 20000; i++) console.log(i)"))
    times["lines"] = time.perf_counter() - begin if idle else None
    print(json.dumps({"times": times, "lines": lines}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
