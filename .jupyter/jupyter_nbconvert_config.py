"""Settings of nbconvert; whoever calls it puts this folder on JUPYTER_PATH and JUPYTER_CONFIG_PATH."""

import os

_modules = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "node_modules")
c = get_config()  # noqa: F821

# No time stamps in executed notebooks: the same run gives the same file.
c.ExecutePreprocessor.record_timing = False

# HTML pages carry everything they need; see nbconvert/templates/self-contained.
c.HTMLExporter.template_name = "self-contained"
c.HTMLExporter.extra_template_paths = [
    os.path.join(_modules, package, "build") for package in ("vega", "vega-lite", "vega-tooltip")
]
