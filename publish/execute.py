"""Runs a notebook top to bottom in a fresh kernel and writes it with its outputs.

usage: execute.py NOTEBOOK OUTPUT

Tells on stdout, a line of JSON each, which cell begins, {"cell": 3, "of": 20, "id": "train"}, which
figures a cell has made, {"cell": 3, "id": "train", "figures": [...]}, and what ended the run if it failed, {"failure": ..., "cell": 3, "traceback": ...}; then nothing is written.
Cells are counted as Jupyter counts them, code alone. The kernel works in the notebook's folder.
"""

import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

PLOTLY = "application/vnd.plotly.v1+json"
source, output = Path(sys.argv[1]), Path(sys.argv[2])
notebook = nbformat.read(source, as_version=4)
runs = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()]
current = 0


def tell(**what):
    print(json.dumps(what), flush=True)


def on_cell_start(cell, cell_index):
    global current
    if cell_index in runs:
        current = runs.index(cell_index) + 1
        tell(cell=current, of=len(runs), id=cell.id)


def on_cell_executed(cell, cell_index, execute_reply):
    figures = [o.data[PLOTLY] for o in cell.outputs if PLOTLY in o.get("data", {})]
    if figures:
        tell(cell=current, id=cell.id, figures=figures)


client = NotebookClient(
    notebook,
    timeout=None,
    coalesce_streams=True,
    on_cell_start=on_cell_start,
    on_cell_executed=on_cell_executed,
    resources={"metadata": {"path": str(source.parent)}},
)
try:
    client.execute()
except CellExecutionError as error:
    traceback = next(o.traceback for o in notebook.cells[runs[current - 1]].outputs if o.output_type == "error")
    tell(failure=f"{error.ename}: {error.evalue}", cell=current, traceback="\n".join(traceback))
    sys.exit(1)
except (CellTimeoutError, DeadKernelError) as error:
    tell(failure=str(error), cell=current, traceback="")
    sys.exit(1)
nbformat.write(notebook, output)
