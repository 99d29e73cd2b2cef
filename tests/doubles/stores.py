"""An empty object store of either kind, and short ways to use one in a test."""

import io

from core.storage import CloudStore, LocalStore

KINDS = ["local", "cloud"]
MEBIBYTE = 1024 * 1024


def empty_store(request):
    """Make the store for a fixture parametrised by ``KINDS``, in a folder with a space in its name.

    The cloud kind runs on the module's ``emulator`` fixture, which only starts when it is needed.
    """
    if request.param == "local":
        return LocalStore(request.getfixturevalue("tmp_path") / "the store")
    return CloudStore(request.getfixturevalue("emulator").new_bucket(), "the store")


def put(store, key, content=b"content", **options):
    """Store some bytes."""
    return store.put(key, io.BytesIO(content), **options)


def read(store, key):
    """Give an object's bytes."""
    with store.open(key) as file:
        return file.read()


def keys(store, prefix=""):
    """Give the listed keys in their order."""
    return [found.key for found in store.list(prefix)]
