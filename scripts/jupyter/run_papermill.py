"""papermill for notebooks in TypeScript and JavaScript: it has no entry point for their translator.

    python run_papermill.py IN.ipynb OUT.ipynb -p rate 0.5     as `papermill IN.ipynb …`
    import run_papermill                                       before papermill.execute_notebook
"""

import json
import re

from papermill.cli import papermill
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

LARGEST = 2**53 - 1  # Number.MAX_SAFE_INTEGER

DECLARATION = re.compile(
    r"^\s*(?:let|const|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>[^=]+?))?\s*="
    r"\s*(?P<value>.+?)\s*;?(?:\s+//\s*(?P<help>.*))?\s*$"
)


class TypeScriptTranslator(Translator):
    """Writes parameters as a cell that declares them anew."""

    @classmethod
    def translate_str(cls, val):
        return json.dumps(val, ensure_ascii=False)

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        if abs(val) > LARGEST:
            raise ValueError(
                f"parameter {val}: numbers of JavaScript hold integers up to {LARGEST}; give it as a text"
            )
        return str(val)

    @classmethod
    def translate_float(cls, val):
        return json.dumps(val)  # NaN and Infinity are written as in JavaScript

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]"

    @classmethod
    def translate_dict(cls, val):
        entries = (
            f"[{cls.translate_str(str(key))}]: {cls.translate(item)}"  # "__proto__" too is a key
            if key == "__proto__"
            else f"{cls.translate_str(str(key))}: {cls.translate(item)}"
            for key, item in val.items()
        )
        return f"{{ {', '.join(entries)} }}"

    @classmethod
    def translate(cls, val):
        known = (type(None), str, bool, int, float, dict, list)
        return super().translate(val if isinstance(val, known) else str(val))

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}"

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        lines = map(DECLARATION.match, parameters_cell.source.splitlines())
        return [
            Parameter(
                name=line["name"],
                inferred_type_name=line["type"] or "None",
                default=line["value"],
                help=line["help"] or "",
            )
            for line in lines
            if line
        ]


for language in ("typescript", "javascript"):
    papermill_translators.register(language, TypeScriptTranslator)

if __name__ == "__main__":
    papermill(prog_name="run_papermill.py")
