"""What a JupyterHub needs to know of this project, whatever else it is told.

    load_subconfig("/srv/cnn-notebooks/deploy/class_config.py")

in its own configuration; as a file of The Littlest JupyterHub's jupyterhub_config.d too. Files are
found beside this one, data in CNN_DATA_DIR or else in /srv/cnn-data.
"""

import importlib.util
import os
import sys

c = get_config()  # noqa: F821

# Not resolved: a link that leads to the newest version leads new servers there.
PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.environ.get("CNN_DATA_DIR", "/srv/cnn-data")

c.Spawner.environment.update(
    {
        "JUPYTER_PATH": f"{PROJECT}/kernel/dist",
        "JUPYTER_CONFIG_PATH": f"{PROJECT}/deploy/jupyter:{PROJECT}/scripts/jupyter",
        # One thread each: with more, students who share cores wait for one another.
        "CNN_THREADS": "1",
        **({"CNN_DATA_DIR": DATA} if os.path.isdir(DATA) else {}),
    }
)

# The student's copy of the assignment is made, or updated, before the server starts.
own = os.path.join(sys.prefix, "bin", "jupyterhub-singleuser")
server = own if importlib.util.find_spec("jupyterlab") else "jupyterhub-singleuser"
c.Spawner.cmd = [f"{PROJECT}/deploy/start-notebook", server]
c.Spawner.notebook_dir = "~"
c.Spawner.default_url = "/lab/tree/assignment/start.md"

# A kernel in 3.2 has about 320 MB, a server 110 MB. Spawners that hold limits (systemd, Docker,
# Kubernetes) end a kernel that goes beyond; all tell the server, and it tells the kernel.
c.Spawner.mem_limit = "1G"
c.Spawner.mem_guarantee = "512M"
c.Spawner.cpu_limit = 2.0
