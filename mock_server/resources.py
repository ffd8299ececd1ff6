"""Where the files that travel with the program are: in the wheel, or in a checkout beside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PACKAGED = _PACKAGE / "data"
_ROOT = _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parent

OPENAPI_FOLDER = _ROOT / "openapi"
SCENARIO_FOLDER = _ROOT / "fixtures" / "scenarios"
EFFECTIVE_CONTRACT = OPENAPI_FOLDER / "effective.json"
IS_INSTALLED = _ROOT is _PACKAGED
"""From a wheel: what is there belongs to the installation and is not to be written."""
