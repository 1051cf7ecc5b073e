"""Unpacks TensorFlow's C library and headers from its wheel into a folder: unpack.py WHEEL FOLDER.

With --requires for the folder it prints which NVIDIA packages the wheel asks for.
"""

import re
import sys
import zipfile

wheel, folder = sys.argv[1:]
wanted = re.compile(r"tensorflow/(include/(tensorflow|xla|tsl)/|libtensorflow_(cc|framework)\.so)")
requires = re.compile(r'^Requires-Dist: (nvidia-[^;]+); extra == "and-cuda"', re.MULTILINE)

with zipfile.ZipFile(wheel) as archive:
    names = archive.namelist()
    if folder == "--requires":
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        for found in requires.findall(archive.read(metadata).decode()):
            print(re.sub(r"[ ()]", "", found))
    else:
        archive.extractall(folder, [name for name in names if wanted.match(name)])
