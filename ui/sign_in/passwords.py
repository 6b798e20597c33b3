"""The password file: a line a person, `name:hash`, the hash by argon2id. Written whole and swapped, readable by its owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from catalog.errors import CatalogError

LEAST, MOST = 10, 1000  # characters
AT_ONCE = Semaphore(2)  # a hash takes 64 MiB
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$FWUvDXhG/DuPVTqFKQUSmA$ltFhet+FJ2ndFNzMhyUXn1SzWeS8Veaq6ImMqa/hCh4"  # of nobody's password


class PasswordError(CatalogError):
    """bad_password_file, bad_password (too short, too long), bad_user_name."""


@dataclass(frozen=True)
class PasswordFile:
    """`read` is what was read last, by what of the file changes when its text does."""

    path: Path
    read: dict[tuple[int, int, int], Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def hashes(self) -> Mapping[str, str]:
        """Every person's hash; none when there is no file yet. Raises PasswordError for a line that is none."""
        try:
            found = self.path.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            if (known := self.read.get(stamp)) is not None:
                return known
            fresh = self.hashes_in(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise PasswordError("bad_password_file", file=str(self.path), line=0) from error
        self.read.clear()
        self.read[stamp] = fresh
        return fresh

    def hashes_in(self, text: str) -> Mapping[str, str]:
        found = {}
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                name, colon, hashed = line.partition(":")
                if not colon or not hashed.startswith("$argon2"):
                    raise PasswordError("bad_password_file", file=str(self.path), line=number)
                found[name] = hashed.strip()
        return found

    def fits(self, user: str, password: str) -> bool:
        """Whether this is the person's password. It takes as long for a person that there is not."""
        hashed = self.hashes().get(user)
        with AT_ONCE:
            try:
                return PasswordHasher().verify(hashed or NOBODYS, password[:MOST]) and hashed is not None
            except (Argon2Error, InvalidHashError):
                return False

    def put(self, user: str, password: str) -> None:
        """Sets a person's password. Raises PasswordError."""
        if not user or ":" in user or "\n" in user or user.startswith("#") or user != user.strip():
            raise PasswordError("bad_user_name", name=user)
        if not LEAST <= len(password) <= MOST:
            raise PasswordError("bad_password", least=LEAST, most=MOST)
        self.write({**self.hashes(), user: PasswordHasher().hash(password)})

    def remove(self, user: str) -> bool:
        """Takes a person's password away; whether there was one."""
        kept = dict(self.hashes())
        if kept.pop(user, None) is None:
            return False
        self.write(kept)
        return True

    def write(self, hashes: Mapping[str, str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")  # for its owner only
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.writelines(f"{name}:{hashed}\n" for name, hashed in sorted(hashes.items()))
                file.flush()
                os.fsync(file.fileno())
            Path(aside).replace(self.path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
