"""Runs the cells on its command line in one kernel, as a notebook's; prints what each gave, as JSON."""

import json
import os
import sys

import nbclient
import nbformat

kernel = {"name": "typescript", "display_name": "TypeScript", "language": "typescript"}
notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
notebook.cells = [nbformat.v4.new_code_cell(code) for code in sys.argv[1:]]
nbclient.NotebookClient(notebook, timeout=300).execute()
outputs = [[o.get("text") or o["data"].get("text/plain") for o in cell.outputs] for cell in notebook.cells]
print(json.dumps({"uid": os.getuid(), "home": sorted(os.listdir(os.path.expanduser("~"))), "outputs": outputs}))
