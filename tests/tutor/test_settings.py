"""Settings: the environment wins over the file, the file over the defaults, and every fault is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from tutor.errors import SettingsError
from tutor.settings import Settings, load_settings


def write(folder: Path, text: str) -> Path:
    file = folder / "tutor.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_anything_the_defaults_hold() -> None:
    assert load_settings({}) == Settings()


def test_the_file_wins_over_the_defaults(tmp_path: Path) -> None:
    loaded = load_settings({}, write(tmp_path, 'model = "small"\ncontext_tokens = 2048\n'))
    assert (loaded.model, loaded.context_tokens) == ("small", 2048)
    assert loaded.seed == Settings().seed


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, 'model = "small"\nseed = 3\n')
    loaded = load_settings({"TUTOR_MODEL": "starter", "PATH": "/bin"}, file)
    assert (loaded.model, loaded.seed) == ("starter", 3)


def test_values_of_the_environment_get_their_types() -> None:
    loaded = load_settings({"TUTOR_PORT": "0", "TUTOR_TEMPERATURE": "0.5", "TUTOR_HOME": "/somewhere"})
    assert (loaded.port, loaded.temperature, loaded.home) == (0, 0.5, Path("/somewhere"))


def test_an_empty_variable_is_no_setting(tmp_path: Path) -> None:
    assert load_settings({"TUTOR_MODEL": ""}, write(tmp_path, 'model = "small"')).model == "small"


def test_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / "absent.toml") == Settings()


def test_every_fault_is_listed(tmp_path: Path) -> None:
    file = write(tmp_path, 'colour = "blue"\ntimeout_s = -1\n')
    with pytest.raises(SettingsError) as caught:
        load_settings({"TUTOR_PORT": "99999", "TUTOR_CONTEXT_TOKENS": "many", "TUTOR_LOG": "loud"}, file)
    assert all(name in caught.value.message for name in ("colour", "timeout_s", "port", "context_tokens", "log"))
    assert caught.value.hint


def test_a_variable_that_is_no_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="modle"):
        load_settings({"TUTOR_MODLE": "small"})


@pytest.mark.parametrize("content", [b"model = ", b"model = \xff\xfe", b"[model"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "tutor.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"tutor\.toml"):
        load_settings({}, file)


def test_a_folder_in_place_of_the_file_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "tutor.toml").mkdir()
    with pytest.raises(SettingsError):
        load_settings({}, tmp_path / "tutor.toml")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().model = "small"


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
