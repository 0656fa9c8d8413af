"""The key that signs what a browser keeps for us; without it nobody else can make one up."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from tracker.errors import NotReady, cause_of
from tracker.settings import Settings


def secret_key(settings: Settings) -> str:
    """The key that is set, else the one in the file ``secret`` of the home folder, made on first use.

    The file can be read by its owner alone. Raises NotReady when it can be neither read nor written.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / "secret"
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = cause_of(error) if isinstance(error, OSError) else "内容不是密钥"
        raise NotReady(f"读写不了密钥文件 {path}（{why}）；请检查权限，或设置 TRACKER_SECRET_KEY。") from None
    if not key:
        raise NotReady(f"密钥文件 {path} 是空的；请删去它后重新启动，会自动生成一份。")
    return key


def _make(path: Path):
    """Write a new key whole; another process that was first is left its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".secret.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(partial)
    finally:
        partial.unlink(missing_ok=True)
