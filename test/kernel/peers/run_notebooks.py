"""Runs notebooks, each in a kernel of its own; prints the first line of each cell's error as JSON.

    python run_notebooks.py KERNEL NOTEBOOK...     {"NOTEBOOK": [null or "Error: ...", ...], ...}
"""

import json
import os
import sys
import time
from subprocess import DEVNULL

from jupyter_client.manager import KernelManager

TIMEOUT = 60  # seconds a cell
PAUSE = 0.3  # after a failure: tslab aborts what comes sooner


def run(kernel, notebook):
    with open(notebook, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    manager = KernelManager(kernel_name=kernel)
    folder = os.path.dirname(notebook)
    manager.start_kernel(cwd=folder, stdout=DEVNULL, stderr=DEVNULL)  # tslab writes there
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=TIMEOUT)
    said = []

    def hear(message):
        content = message["content"]
        if message["msg_type"] == "error":
            said.append(f"{content['ename']}: {content['evalue']}")
        elif content.get("name") == "stderr":  # where tslab tells errors
            said.append(content["text"])

    def execute(code):
        said.clear()
        try:
            reply = client.execute_interactive(
                code, timeout=TIMEOUT, output_hook=hear, allow_stdin=False, stop_on_error=False
            )
        except TimeoutError:
            return "no end in time"
        if reply["content"]["status"] == "ok":
            return None
        time.sleep(PAUSE)
        return ("".join(said) or "an error").split("\n")[0]

    try:
        codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        return [execute(code) for code in codes if code.strip()]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


kernel, *notebooks = sys.argv[1:]
json.dump({notebook: run(kernel, notebook) for notebook in notebooks}, sys.stdout)
