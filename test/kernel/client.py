"""A bridge between a test and a kernel: JSON lines in, JSON lines out.

    python client.py FOLDER KERNEL TRANSPORT     starts a kernel in the folder; by tcp or ipc

In:   {"do": "send", "channel": ..., "type": ..., "content": ..., "id": ..., "parent": id,
       "metadata": ...}
      {"do": "interrupt"}, {"do": "restart"}, {"do": "shutdown"}
Out:  {"ready": pid}, {"done": ...} and each message of the kernel:
      {"channel": ..., "type": ..., "content": ..., "id": ..., "parent": id}
"""

import asyncio
import json
import os
import signal
import sys

from jupyter_client.manager import AsyncKernelManager


def say(**line):
    print(json.dumps(line, default=str), flush=True)


async def forward(name, channel):
    while True:
        message = await channel.get_msg()
        say(
            channel=name,
            type=message["msg_type"],
            content=message["content"],
            id=message["header"]["msg_id"],
            parent=message["parent_header"].get("msg_id"),
        )


async def answering_client(manager):
    """A client that the kernel answers; one that it does not answer connects anew, as JupyterLab does."""
    for _ in range(3):
        client = manager.client()
        client.start_channels(hb=False)
        try:
            await client.wait_for_ready(timeout=20)
            return client
        except RuntimeError as error:
            print(f"      {error}: connecting anew", file=sys.stderr, flush=True)
            client.stop_channels()
    sys.exit("the kernel does not answer")


async def connect(manager):
    client = await answering_client(manager)
    channels = {
        "shell": client.shell_channel,
        "iopub": client.iopub_channel,
        "stdin": client.stdin_channel,
        "control": client.control_channel,
    }
    tasks = [asyncio.create_task(forward(*item)) for item in channels.items()]
    say(ready=manager.provisioner.pid)
    return client, channels, tasks


async def write_coverage(pid):
    """Has a kernel write its coverage where test/mutants traces what tests reach."""
    folder = os.environ.get("NODE_V8_COVERAGE")
    if not folder or "kernelCoverage" not in os.environ.get("NODE_OPTIONS", ""):
        return
    try:
        os.kill(pid, signal.SIGUSR2)
    except ProcessLookupError:
        return
    for _ in range(50):
        if os.path.exists(os.path.join(folder, f"written-{pid}.json")):
            return
        await asyncio.sleep(0.1)


async def main(folder, kernel, transport):
    file = os.path.join(os.environ["JUPYTER_RUNTIME_DIR"], "kernel.json")
    manager = AsyncKernelManager(
        kernel_name=kernel, transport=transport, connection_file=file
    )
    await manager.start_kernel(cwd=folder)
    client, channels, tasks = await connect(manager)
    while line := await asyncio.to_thread(sys.stdin.readline):
        command = json.loads(line)
        if command["do"] == "send":
            message = client.session.msg(
                command["type"], command["content"], metadata=command.get("metadata")
            )
            message["msg_id"] = message["header"]["msg_id"] = command["id"]
            if "parent" in command:
                message["parent_header"] = {"msg_id": command["parent"]}
            channels[command["channel"]].send(message)
            continue
        if command["do"] == "interrupt":
            await manager.interrupt_kernel()
        elif command["do"] == "restart":
            for task in tasks:
                task.cancel()
            client.stop_channels()
            await manager.restart_kernel()
            client, channels, tasks = await connect(manager)
        elif command["do"] == "shutdown":
            await manager.shutdown_kernel()
        say(done=command["do"])
    await write_coverage(manager.provisioner.pid)
    await manager.shutdown_kernel(now=True)


asyncio.run(main(*sys.argv[1:]))
