"""The nbconvert exporter `rolepair`: `jupyter nbconvert --to rolepair executed.ipynb` writes the page of `page.py`."""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from helpers.render.page import export


class PageExporter(Exporter):
    """An executed notebook to one self-contained page, the same bytes as `export` gives."""

    export_from_notebook = "Role report"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **options: Any) -> tuple[Any, Any]:
        """Return the page, and nbconvert's resources for its writer."""
        notebook, found = super().from_notebook_node(nb, resources, **options)
        return export(notebook), found
