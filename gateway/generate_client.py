"""`python -m gateway.generate_client [FOLDER]`: make the Python client package anew from the API's description.

Writes FOLDER/openapi.json and FOLDER/billing_center_client/ (by default below gateway/client, where both are committed).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from gateway.app import create_app, openapi
from services.kernel.clock import SystemClock

HOME: Final = Path(__file__).parent / "client"
PACKAGE: Final = "billing_center_client"
_CONFIGURATION: Final = {
    "package_name_override": PACKAGE,
    "post_hooks": ["ruff check . --fix-only --quiet --isolated --no-cache", "ruff format . --quiet --isolated --no-cache"],
}


def generate(folder: Path) -> None:
    """Raises CalledProcessError when the generator cannot read the document."""
    document = openapi(_described_app())
    (folder / "openapi.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        readable, configuration = Path(temporary) / "openapi.json", Path(temporary) / "configuration.json"
        readable.write_text(json.dumps(_with_one_body_each(document)), encoding="utf-8")
        configuration.write_text(json.dumps(_CONFIGURATION), encoding="utf-8")
        _run(readable, folder / PACKAGE, configuration)
    (folder / PACKAGE / "py.typed").write_text("", encoding="utf-8")


def _with_one_body_each(document: dict[str, Any]) -> dict[str, Any]:
    """The first media type of each body only: the generator writes code that cannot run for a choice among them."""
    reduced: dict[str, Any] = json.loads(json.dumps(document))
    for operations in reduced["paths"].values():
        for operation in operations.values():
            body = operation.get("requestBody") if isinstance(operation, dict) else None
            if body is not None:
                body["content"] = dict([next(iter(body["content"].items()))])
    return reduced


def _described_app() -> Any:
    """An application that nobody will call."""
    return create_app(remote=None, intake=None, clock=SystemClock())  # type: ignore[arg-type]


def _run(description: Path, package: Path, configuration: Path) -> None:
    beside_python = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    command = ["openapi-python-client", "generate", "--meta", "none", "--overwrite", "--fail-on-warning"]
    places = ["--path", str(description), "--output-path", str(package), "--config", str(configuration)]
    subprocess.run([*command, *places], check=True, env={**os.environ, "PATH": beside_python}, timeout=300)


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME)
