"""Writes the cells of executed notebooks as HTML, without the page around them.

usage: convert.py INPUT OUTPUT [INPUT OUTPUT ...]

A formula becomes an element of class "tex" that holds its LaTeX, on lines of its own also of
class "display".
"""

import sys
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from traitlets.config import Config


class Renderer(IPythonRenderer):
    def inline_math(self, body):
        return f'<span class="tex">{escape(body)}</span>'

    def block_math(self, body):
        return f'<span class="tex display">{escape(body)}</span>'

    def latex_environment(self, name, body):
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


class CellExporter(HTMLExporter):
    def default_filters(self):
        yield from super().default_filters()
        yield "markdown2html", lambda source: MarkdownWithMath(Renderer(escape=False)).render(source)


here = Path(__file__).parent
priority = ["text/html", "text/markdown", "image/svg+xml", "text/latex", "image/png", "image/jpeg", "text/plain"]
exporter = CellExporter(
    template_name="template",
    extra_template_basedirs=[str(here)],
    config=Config(NbConvertBase={"display_data_priority": priority}),
)
for source, target in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
    body, _ = exporter.from_notebook_node(nbformat.read(source, as_version=4))
    Path(target).write_text(body, encoding="utf-8")
