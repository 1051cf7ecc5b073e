"""The samples with which Jupyter's own tests, jupyter_kernel_test, try the kernel."""

import unittest

import jupyter_kernel_test


class TypeScriptKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "typescript"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "const [a]: string[] = ['b']; a + a", "result": "'bb'"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_generate_error = "throw new RangeError('on purpose')"
    completion_samples = [
        {"text": "Math.ab", "matches": {"abs"}},
        {"text": "import { toB", "matches": set()},
        {"text": "[1].findLastI", "matches": {"findLastIndex"}},
    ]
    code_inspect_sample = "Math.max"
    complete_code_samples = ["const c = 1;", "await f()", "interface P {}", "// done", ""]
    incomplete_code_samples = ["function f() {", "const d = [", "/* open", "`open", "f(1,"]
    invalid_code_samples = ["const const = 1", "}", "let 1"]
    code_clear_output = "clearOutput()"
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>x</b>')", "mime": "text/html"},
        {
            "code": "import { newDisplay } from 'tslab';"
            "const shown = newDisplay(); shown.markdown('**1**'); shown.markdown('**2**')",
            "mime": "text/markdown",
        },
    ]


if __name__ == "__main__":
    unittest.main(verbosity=2)
