"""Write files to the repository of a data set on a hub, in one commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.progress import ShowProgress
from core.storage.addresses import COMMIT, DATASET, HubAddress
from core.storage.hub_client import TOKEN, hub_client, token
from core.storage.hub_errors import hub_told
from core.storage.hub_sent import Upload, uploads


@dataclass(frozen=True)
class Wish:
    """What a person allows a commit to do beyond adding files to a repository that is there.

    Attributes:
        create: Make the repository if there is none; only its owners see it.
        public: Let everybody see one that is made.
        replace: Put files in the place of others; those stay in the repository's history.
    """

    create: bool = False
    public: bool = False
    replace: bool = False


NOTHING_MORE = Wish()


def commit_files(
    where: HubAddress,
    files: Mapping[str, BinaryIO],
    message: str,
    *,
    wish: Wish = NOTHING_MORE,
    progress: ShowProgress | None = None,
) -> None:
    """Store files in one commit, all or none; none is made where all of them are there already.

    Args:
        where: The repository and the branch.
        files: What to write, by path in the repository.
        message: The first line of the commit.
        wish: What may be done beyond that.
        progress: Told of the bytes sent; raising from it cancels, and leaves no commit.

    Raises:
        Conflict: Other content stands there, or somebody else has committed meanwhile.
        InvalidInput: The address names a commit, to which nothing can be added.
        NotFound: There is no such repository.
        NotAllowed: There is no token, or it does not allow this.
    """
    require_writable(where)
    api = hub_client()
    with hub_told(str(where), of=where.repository):
        head = _head(api, where, wish)
        how = {"repo_type": DATASET, "revision": head}
        known = {each.path: each for each in api.get_paths_info(where.repository, list(files), **how)}
        sent = uploads(files, progress)
        fresh = [each for each in sent if not each.is_there(known.get(each.path))]
        _refuse_other(where, [each for each in fresh if each.path in known], wish)
        if fresh:
            how = {"repo_type": DATASET, "revision": where.branch, "parent_commit": head}
            operations = [each.operation for each in fresh]
            api.create_commit(where.repository, operations, commit_message=message, **how)


def require_writable(where: HubAddress) -> None:
    """Refuse what cannot be written to, before anything is asked of the hub.

    Raises:
        InvalidInput: It is a commit.
        NotAllowed: There is no token.
    """
    if COMMIT.fullmatch(where.revision):
        raise InvalidInput(f"{where} is one commit, to which nothing is added; name a branch, or none.")
    if not token():
        raise NotAllowed(
            f"To write to the hub, set {TOKEN} where the studio runs, to a token that may write there."
        )


def head_of(api: Any, where: HubAddress) -> str:
    """The commit that the revision of an address names now.

    Raises:
        InvalidInput: The repository has another name by now.
    """
    about = api.dataset_info(where.repository, revision=where.branch, expand=["sha"])
    if about.id.casefold() != where.repository.casefold():
        raise InvalidInput(f"The data set {where.repository} is called {about.id} now; name it so.")
    return str(about.sha)


def _head(api: Any, where: HubAddress, wish: Wish) -> str:
    """The commit to add to; a repository is made first, if there is none and that is wished."""
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError  # noqa: PLC0415 - slow to import

    try:
        return head_of(api, where)
    except GatedRepoError:
        raise
    except RepositoryNotFoundError:
        if not wish.create:
            raise NotFound(
                f"There is no data set {where.repository} on the hub that the account of {TOKEN} may see. "
                "Check the name, or have the repository made."
            ) from None
    api.create_repo(where.repository, repo_type=DATASET, private=not wish.public)
    return head_of(api, where)


def _refuse_other(where: HubAddress, other: list[Upload], wish: Wish) -> None:
    if other and not wish.replace:
        names = " and ".join(each.path for each in other)
        raise Conflict(
            f"{where} has {names} already, with other content; nothing was written. Choose another place, or "
            "allow it to be replaced: what is there stays in the repository’s history."
        )
