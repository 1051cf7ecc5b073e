"""The manager of a kernel that may be in a box: it speaks over files, as a box has no network."""

import os
import tempfile

from jupyter_client.manager import AsyncKernelManager


class BoxedManager(AsyncKernelManager):
    """Starts a kernel by `box`, a command that the kernel's own follows.

    In it, {sockets} stands for a new folder that the kernel may write, {folder} for the one that the
    kernel works in. Without a box the list is empty.
    """

    box: list = []
    # What the kernel's environment has beside this process's own.
    environment: dict = {}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.sockets = tempfile.TemporaryDirectory(prefix="kernel-")
        self.connection_file = os.path.join(self.sockets.name, "kernel.json")
        if os.name == "posix":
            self.transport = "ipc"
            self.ip = os.path.join(self.sockets.name, "k")

    async def start_in(self, **kwargs):
        self.folder = kwargs.get("cwd") or os.getcwd()
        kwargs["env"] = {**os.environ, **kwargs.get("env", {}), **self.environment}
        await super()._async_start_kernel(**kwargs)

    _async_start_kernel = start_kernel = start_in

    def format_kernel_cmd(self, extra_arguments=None):
        places = {"{sockets}": self.sockets.name, "{folder}": os.path.realpath(self.folder)}
        box = self.box
        for name, place in places.items():
            box = [part.replace(name, place) for part in box]
        return [*box, *super().format_kernel_cmd(extra_arguments)]
