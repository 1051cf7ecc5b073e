"""Runs a notebook top to bottom in a fresh kernel and writes it with its outputs.

usage: execute.py NOTEBOOK OUTPUT [PARAMETERS [LAST]]

PARAMETERS is TypeScript that runs after the cell tagged "parameters" and redeclares
what stands there. LAST is the id of the last cell to run, if not all. A cell that fails ends
the run; its traceback goes to stderr.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

source, output = Path(sys.argv[1]), Path(sys.argv[2])
parameters, last = (sys.argv[3:] + ["", ""])[:2]
notebook = nbformat.read(source, as_version=4)
if last:
    ids = [cell.id for cell in notebook.cells]
    if last not in ids:
        sys.exit(f"{source.name}: no cell has the id {last}")
    notebook.cells = notebook.cells[: ids.index(last) + 1]
if parameters:
    tagged = [i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        sys.exit(f"{source.name}: {len(tagged)} cells are tagged parameters, there must be one")
    notebook.cells.insert(tagged[0] + 1, nbformat.v4.new_code_cell(parameters))
client = NotebookClient(
    notebook, timeout=900, coalesce_streams=True, resources={"metadata": {"path": str(source.parent)}}
)
try:
    client.execute()
except CellExecutionError as error:
    sys.exit(f"{source.name}: a cell failed\n{error}")
finally:
    nbformat.write(notebook, output)
