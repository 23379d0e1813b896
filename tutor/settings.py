"""Settings: one flat, frozen class, read from `TUTOR_*` variables, then from `tutor.toml`, then from defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tutor.errors import SettingsError

PREFIX = "TUTOR_"


def _home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "tutor"


class Settings(BaseModel):
    """Everything that can be set; each field is also the variable `TUTOR_<FIELD>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(
        default_factory=_home,
        description="Folder for models, indexes, what models have read, and learners; nothing is written elsewhere.",
    )
    assets: Path | None = Field(default=None, description="A folder to look for model files in before any download.")
    corpus: Path | None = Field(default=None, description="A folder of concept pages to teach instead of ours.")
    notes: Path | None = Field(
        default=None, description="A folder or file of your own notes, taught beside the concept pages."
    )
    model: str = Field(
        default="auto",
        description="The language model: auto, starter, small, standard, PATH.gguf, hub:OWNER/REPO/FILE, or none.",
    )
    server: str | None = Field(
        default=None, description="Base URL of an OpenAI-compatible server to use instead of a local model."
    )
    server_model: str = Field(default="default", description="The model's name on that server.")
    server_key: str = Field(default="", description="The key that server asks for, if it does.")
    context_tokens: int = Field(default=4096, ge=1024, le=131072, description="Context of the local model, in tokens.")
    threads: int = Field(default=0, ge=0, le=512, description="CPU threads for the model; 0 means one a physical core.")
    gpu_layers: int = Field(default=-1, ge=-1, description="Layers to offload to a GPU; -1 means all that it takes.")
    temperature: float = Field(default=0.2, ge=0.0, le=2.0, description="Sampling temperature; 0 is greedy.")
    seed: int = Field(default=7, ge=0, description="Seed of the sampler; the same turn gives the same words.")
    answer_tokens: int = Field(default=220, ge=16, le=4096, description="Most tokens of one answer.")
    passage_tokens: int = Field(default=320, ge=100, le=32768, description="Most tokens of new passages in one turn.")
    timeout_s: float = Field(default=60.0, gt=0, description="Seconds to wait for a remote server.")
    host: str = Field(default="127.0.0.1", description="Address the web chat listens on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port of the web chat; 0 takes a free one.")
    sign_in: str = Field(
        default="auto",
        pattern="^(auto|on|off)$",
        description="Whether people sign in to the web chat; auto: unless `host` is this machine alone. off lets anyone in.",
    )
    learner: str = Field(default="local", description="Who learns; each name has a log of its own.")
    learners: str = Field(
        default="", description="Where logs are kept: sqlite:///FILE or postgresql://…; empty means a file in `home`."
    )
    log: str = Field(default="info", pattern="^(debug|info|warning|error)$", description="Level of the log on stderr.")


def load_settings(environ: Mapping[str, str], file: Path | None = None) -> Settings:
    """Read the settings.

    Args:
        environ: The environment; its `TUTOR_*` variables win over the file. Empty ones are ignored.
        file: A TOML file of the same fields; skipped where it does not exist.

    Raises:
        SettingsError: If the file is not TOML, a name is unknown, or a value cannot be used; all are listed.
    """
    values = _from_file(file) if file is not None and file.exists() else {}
    for name, value in environ.items():
        if name.startswith(PREFIX) and value:
            values[name.removeprefix(PREFIX).lower()] = value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        faults = "".join(
            f"\n  {fault['loc'][0]} = {fault['input']}: {fault['msg']}" for fault in error.errors(include_url=False)
        )
        message = f"These settings cannot be used:{faults}"
        raise SettingsError(message, hint="docs/settings.md lists every setting.") from error


def _from_file(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{file} cannot be read as settings: {error}"
        raise SettingsError(message, hint="Write one `name = value` a line, as in docs/settings.md.") from error
