"""Starts the TypeScript kernel, runs a cell that imports from lib and prints its result."""

from jupyter_client.manager import start_new_kernel

cell = 'import { seededRandom } from "lib/data";\nseededRandom(1)() < 1 && "runs cells"'

manager, client = start_new_kernel(kernel_name="typescript", startup_timeout=60)
try:
    messages = []
    client.execute_interactive(cell, timeout=60, output_hook=messages.append)
    for message in messages:
        content = message["content"]
        if message["msg_type"] == "execute_result":
            print(content["data"]["text/plain"].strip("'"))
        elif message["msg_type"] == "error":
            raise SystemExit(f"{content['ename']}: {content['evalue']}")
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
