"""A hub for one server whose students are Linux users, see docs/class.md:

    jupyterhub -f /srv/cnn-notebooks/deploy/jupyterhub_config.py

It listens on this machine alone: a web server before it speaks TLS with the world.
"""

import grp
import os

c = get_config()  # noqa: F821
load_subconfig("class_config.py", path=os.path.dirname(os.path.abspath(__file__)))  # noqa: F821

c.JupyterHub.bind_url = os.environ.get("CNN_HUB_URL", "http://127.0.0.1:8000")

# Who knows a password of this machine and is in the group; a group of instructors need not be.
GROUPS = {group.gr_name for group in grp.getgrall()}
STUDENTS = os.environ.get("CNN_HUB_GROUP", "students")
if STUDENTS not in GROUPS:
    raise SystemExit(f"There is no group {STUDENTS}, whose members may log in: groupadd {STUDENTS}")
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {STUDENTS} | ({"instructors"} & GROUPS)
c.PAMAuthenticator.admin_groups = {"instructors"} & GROUPS
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"

# The database and the key of the cookies are nobody else's.
STATE = os.environ.get("CNN_HUB_STATE", "/srv/jupyterhub")
os.makedirs(STATE, mode=0o700, exist_ok=True)
os.chmod(STATE, 0o700)
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{STATE}/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{STATE}/proxy.pid"
