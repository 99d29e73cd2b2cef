"""All of a studio in one file as of one moment, and back: to another home, store or kind of database."""

from core.backup.make import make_backup
from core.backup.manifest import Manifest, as_of
from core.backup.restore import check_backup, restore_backup
from core.backup.rows import NOT_CARRIED

__all__ = ["NOT_CARRIED", "Manifest", "as_of", "check_backup", "make_backup", "restore_backup"]
