"""nbgrader's settings for the course that `npm run nbgrader -- DIR` made: see docs/teaching.md."""

import json
import os
import subprocess
import sys

# An exception in a configuration is only logged, and nbgrader would go on without the box.
os.environ["TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR"] = "1"

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: F821
sys.path.insert(0, HERE)

from boxed_manager import BoxedManager  # noqa: E402
from nbclient.exceptions import DeadKernelError  # noqa: E402
from nbconvert.preprocessors import ClearMetadataPreprocessor  # noqa: E402
from nbconvert.preprocessors.sanitize import SanitizeHTML  # noqa: E402
from nbformat.v4 import new_code_cell, new_output  # noqa: E402
from nbgrader.preprocessors import (  # noqa: E402
    AssignLatePenalties,
    CheckCellMetadata,
    Execute,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    SaveAutoGrades,
)

SETTINGS = "grading-settings"  # the id of their cell
PLOTLY = "application/vnd.plotly.v1+json"
with open("settings.json") as file:
    settings = json.load(file)
os.environ["JUPYTER_PATH"] = os.pathsep.join(
    [settings["kernels"], *filter(None, [os.environ.get("JUPYTER_PATH")])]
)


class CourseKernel(BoxedManager):
    box = settings["box"]
    environment = settings["environment"]


class ExecuteAll(Execute):
    """Runs a notebook again without the cells that end its kernel: they cost their own tasks alone."""

    def preprocess(self, nb, resources=None, km=None):
        self.ending = set()
        while True:
            self.running = None
            try:
                return super().preprocess(nb, resources, km)
            except DeadKernelError:
                if self.running is None:
                    raise
                self.ending.add(self.running)

    def preprocess_cell(self, cell, resources, index):
        if index in self.ending:
            reason = "Its kernel died in this cell."
            cell.outputs = [new_output("error", ename="DeadKernel", evalue=reason, traceback=[reason])]
            return cell, resources
        self.running = index
        return super().preprocess_cell(cell, resources, index)


class SmallSettings(NbGraderPreprocessor):
    """Gives the grader's settings to a notebook without a cell for them: a hand-out has none, a release does."""

    def preprocess(self, nb, resources):
        small = settings["small"].get(resources["nbgrader"]["notebook"])
        tags = [cell.metadata.get("tags", []) for cell in nb.cells]
        at = next((i for i, each in enumerate(tags) if "parameters" in each), None)
        if small and at is not None and all(cell.get("id") != SETTINGS for cell in nb.cells):
            nb.cells.insert(at + 1, new_code_cell(small, id=SETTINGS))
        return nb, resources


class SafeOutputs(SanitizeHTML):
    """Has nothing of a student's run in a browser: figures become pictures, all else is cleaned."""

    def preprocess(self, nb, resources):
        found = [figure for cell in nb.cells for figure in figures_of(cell.get("outputs", [])) if figure]
        self.drawn = iter(draw(found))  # in one go: it takes 2 s to begin
        return super().preprocess(nb, resources)

    def sanitize_code_outputs(self, outputs):
        figures = figures_of(outputs)
        cleaned = super().sanitize_code_outputs(outputs)
        for output, figure in zip(cleaned, figures):
            if figure:
                output.data["text/html"] = next(self.drawn)
        return cleaned


def figures_of(outputs):
    """The figure of each output, None where it has none."""
    return [dict(output.get("data", {})).get(PLOTLY) for output in outputs]


def draw(figures):
    """HTML with a picture of each figure: a picture of SVG cannot run anything."""
    if not figures:
        return []
    command = [settings["node"], "--import", "file://" + settings["tsx"], settings["draw"]]
    try:
        done = subprocess.run(
            command, input=json.dumps(figures), capture_output=True, text=True, timeout=120, check=True
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return ["<p>The figure could not be drawn.</p>"] * len(figures)


c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "cnn"
c.ClearSolutions.begin_solution_delimeter = "/// BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "/// END SOLUTION"
c.ClearSolutions.code_stub = {"typescript": "// YOUR CODE HERE"}
c.ClearSolutions.text_stub = "*Your answer:*"
c.Execute.kernel_manager_class = CourseKernel
c.Execute.timeout = 180  # the kernel's own limit for a cell is less
c.Execute.interrupt_on_timeout = True
c.FileNameCollectorPlugin.named_regexp = (
    r".*extracted[/\\](?:submission-)?(?P<student_id>[^/\\_]+)(?:_[^/\\]*)?[/\\](?P<file_id>[^/\\]+)"
)
c.LimitOutput.max_lines = 300
c.SafeOutputs.enabled = True
c.SafeOutputs.tags = [
    *["a", "abbr", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol"],
    *["p", "pre", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"],
]
c.Autograde.autograde_preprocessors = [
    *[SmallSettings, ExecuteAll, IgnorePattern, ClearMetadataPreprocessor, LimitOutput, SaveAutoGrades],
    *[AssignLatePenalties, SafeOutputs, CheckCellMetadata],
]
