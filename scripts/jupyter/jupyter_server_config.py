"""JupyterLab's settings for this project; options on the command line win over them."""

import os
import signal

c = get_config()  # noqa: F821

c.ServerApp.ip = "127.0.0.1"
c.Application.log_level = "WARN"
start = os.path.join(os.path.dirname(__file__), "..", "..", "assignment", "start.md")
c.LabApp.default_url = "/lab/tree/" + ("assignment/start.md" if os.path.exists(start) else "notebooks")

# Jupyter refuses to run for the superuser (containers, CI) unless told so.
c.ServerApp.allow_root = True

# Nothing is asked of other hosts: no news, no look for updates, no extension shop.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"

# Ctrl-C ends the server without a question, and so does closing the terminal: kernels end with it.
c.ServerApp.answer_yes = True
for name in ("SIGINT", "SIGHUP"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), lambda *_: signal.raise_signal(signal.SIGTERM))

# JupyterLab otherwise offers Python, chosen in advance, to who is faster than the kernel's start.
c.KernelSpecManager.allowed_kernelspecs = {"typescript", "javascript"}
c.MultiKernelManager.default_kernel_name = "typescript"

# Figures follow the dark theme.
c.LabApp.custom_css = True
c.ServerApp.tornado_settings = {
    "static_custom_path": [os.path.join(os.path.dirname(__file__), "custom")]
}
