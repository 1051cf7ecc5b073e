"""Runs JupyterLab until the process that started it is gone; says in a sentence if it does not start."""

import os
import signal
import sys
import threading
import time

PARENT = os.getppid()
GRACE = 3  # seconds to end by itself


def end_with_parent():
    while os.getppid() == PARENT:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


if sys.platform != "win32":
    threading.Thread(target=end_with_parent, daemon=True).start()

try:
    from jupyterlab.labapp import main

    sys.exit(main())
except Exception as error:
    sys.exit(
        f"\nJupyterLab does not start: {type(error).__name__}: {error}.\n"
        "`npm run doctor` says what is wrong; `npm run setup -- --fresh` installs all anew."
    )
