"""Reads the notebooks of submissions: of zips, of folders with zips and notebooks, of notebooks.

    {"out": FOLDER, "paths": [...]}      on stdin
    {"path": ..., "notebooks": [{"name": ..., "file": ..., "modified": seconds}], "notes": [...]}
                                         on stdout, a line for each path

Nothing is unpacked under the name that it has: each notebook becomes a numbered file in `out`. What
a zip cannot be trusted with, such as links, paths that lead out of it, or more than it says it has,
is left out and noted.
"""

import io
import json
import stat
import sys
import time
import zipfile
from pathlib import Path, PurePosixPath

LARGEST = 20_000_000  # bytes of a notebook
LARGEST_ZIP = 200_000_000  # bytes of a zip in a folder or a zip
MOST = 2000  # files of a submission
MOST_NOTEBOOKS = 30
IGNORED = {"__MACOSX", ".ipynb_checkpoints", ".git", "node_modules"}


class Reader:
    def __init__(self, out):
        self.out = Path(out)
        self.number = 0
        self.begin()

    def begin(self):
        self.notebooks, self.notes, self.seen = [], [], 0

    def note(self, text):
        if len(self.notes) < 20:
            self.notes.append(text)

    def read(self, path):
        """Notes down all notebooks below a path of the file system."""
        files = [path] if path.is_symlink() or not path.is_dir() else sorted(path.rglob("*"))
        for file in files:
            name = str(file.relative_to(path)) if file != path else file.name
            if IGNORED & set(PurePosixPath(name).parts):
                continue
            if file.is_symlink():
                self.note(f"{name} is a link: it is left out.")
            elif file.is_file() and not self.is_enough(name):
                limit = LARGEST_ZIP if file.suffix.lower() == ".zip" else LARGEST
                with file.open("rb") as opened:
                    self.take(name, opened.read(limit + 1), file.stat().st_mtime, limit, depth=0)

    def is_enough(self, name):
        self.seen += 1
        if self.seen == MOST + 1:
            self.note(f"It has more than {MOST} files: {name} and what follows are left out.")
        return self.seen > MOST

    def take(self, name, content, modified, limit, depth):
        """Notes down a notebook, or those in a zip."""
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in (".ipynb", ".zip"):
            return
        if len(content) > limit:
            self.note(f"{name} has more than {limit // 1_000_000} MB: it is left out.")
        elif suffix == ".zip":
            self.unzip(name, content, depth)
        elif len(self.notebooks) == MOST_NOTEBOOKS:
            self.note(f"It has more than {MOST_NOTEBOOKS} notebooks: {name} is left out.")
        else:
            self.number += 1
            file = self.out / f"{self.number}.ipynb"
            file.write_bytes(content)
            found = {"name": PurePosixPath(name).name, "file": str(file), "modified": modified}
            self.notebooks.append(found)

    def unzip(self, name, content, depth):
        if depth > 1:
            self.note(f"{name} is a zip in a zip in a zip: it is left out.")
            return
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as opened:
                for entry in opened.infolist():
                    if self.is_enough(entry.filename):
                        return
                    self.take_entry(opened, entry, depth)
        except zipfile.BadZipFile:
            self.note(f"{name} is damaged, or no zip.")

    def take_entry(self, opened, entry, depth):
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or IGNORED & set(path.parts) or path.name.startswith("."):
            return
        if path.suffix.lower() not in (".ipynb", ".zip"):
            return
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            self.note(f"{entry.filename} leads out of the zip: it is left out.")
        elif stat.S_ISLNK(entry.external_attr >> 16):
            self.note(f"{entry.filename} is a link: it is left out.")
        else:
            try:
                with opened.open(entry) as file:
                    content = file.read(LARGEST + 1)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
                self.note(f"{entry.filename} cannot be read: {error}")
                return
            modified = time.mktime((*entry.date_time, 0, 0, -1))
            self.take(str(path), content, modified, LARGEST, depth + 1)


job = json.load(sys.stdin)
reader = Reader(job["out"])
for path in job["paths"]:
    reader.begin()
    reader.read(Path(path))
    print(json.dumps({"path": path, "notebooks": reader.notebooks, "notes": reader.notes}), flush=True)
