"""Whether a bucket is there, near enough, and may be read and written."""

from core.cloud.account import Account
from core.cloud.clients import storage_client, within
from core.cloud.errors import translated
from core.cloud.roles import grant_on_bucket, role_for
from core.errors import InvalidInput, NotFound, StudioError
from core.findings import Finding, Level

NO_BUCKET = "No bucket is set for what runs write."
SET_BUCKET = (
    "Set BUCKET_NAME (or STAGING_BUCKET, for runs only) to a bucket's name in the file .env; "
    "docs/google-cloud.md says how to make one."
)
NEEDED = ("storage.objects.create", "storage.objects.get", "storage.objects.list", "storage.objects.delete")
# Multi-regions and ready-made pairs of regions, and where the regions in them begin or what they are.
AREAS = {
    "US": ("us-",),
    "EU": ("europe-",),
    "ASIA": ("asia-",),
    "NAM4": ("us-central1", "us-east1"),
    "EUR4": ("europe-north1", "europe-west4"),
    "EUR5": ("europe-west1", "europe-west2"),
    "EUR7": ("europe-west2", "europe-west3"),
    "EUR8": ("europe-west3", "europe-west6"),
    "ASIA1": ("asia-northeast1", "asia-northeast2"),
}


def check_bucket(address: str, *, location: str, who: Account) -> list[Finding]:
    """Look at the bucket of an address ``name/folder`` or ``gs://name/folder``; nothing is written."""
    name = address.removeprefix("gs://").partition("/")[0]
    if not name:
        return no_bucket(address)
    region = _region(name, location, who)
    missing = region.level is Level.STOP
    return [region] if missing else [region, _access(name, who)]


def no_bucket(address: str) -> list[Finding]:
    """The line for an address that is not set; nothing for any other, and nobody is asked."""
    return [] if address else [Finding(Level.STOP, NO_BUCKET, SET_BUCKET)]


def fits(bucket_location: str, region: str, parts: tuple[str, ...] = ()) -> bool:
    """Whether a bucket holds its data in the region.

    Args:
        bucket_location: As Cloud Storage says it: ``US-CENTRAL1``, ``EU``, ``NAM4``.
        region: As Vertex AI says it.
        parts: The two regions of a bucket whose maker chose a pair.
    """
    if parts:
        return region.upper() in parts
    area = AREAS.get(bucket_location.upper())
    return region.startswith(area) if area else bucket_location.lower() == region


def _region(name: str, location: str, who: Account) -> Finding:
    what = f"the bucket {name}"
    try:
        with translated(what):
            bucket = storage_client().get_bucket(name, **within())
    except NotFound:
        return Finding(
            Level.STOP,
            f"There is no bucket {name}.",
            f"gcloud storage buckets create gs://{name} --project={who.project} --location={location} "
            "--uniform-bucket-level-access",
        )
    except StudioError as error:
        role = role_for("storage.buckets.get")[0]
        return Finding(
            Level.UNKNOWN,
            f"Where the bucket {name} is could not be checked: {error}",
            grant_on_bucket(name, who.email, role),
        )
    return _region_fits(name, location, str(bucket.location or ""), tuple(bucket.data_locations or ()))


def _region_fits(name: str, location: str, bucket_location: str, parts: tuple[str, ...]) -> Finding:
    found = " and ".join(parts) or bucket_location
    if not bucket_location:
        return Finding(Level.UNKNOWN, f"Google does not say where the bucket {name} is.")
    if location == "global" or fits(bucket_location, location, parts):
        return Finding(Level.GOOD, f"The bucket {name} is in {found}, which fits {location}.")
    return Finding(
        Level.WARNING,
        f"The bucket {name} is in {found} and the run in {location}: Vertex AI may refuse it, and reading "
        "across regions costs.",
        f"Use a bucket in {location}, or run where the bucket is.",
    )


def _access(name: str, who: Account) -> Finding:
    try:
        with translated(f"the bucket {name}"):
            allowed = storage_client().bucket(name).test_iam_permissions(list(NEEDED), **within())
    except (NotFound, InvalidInput) as error:
        return Finding(Level.UNKNOWN, f"Access to the bucket {name} could not be checked: {error}")
    except StudioError as error:
        role = role_for(NEEDED[0])[0]
        return Finding(Level.STOP, str(error), grant_on_bucket(name, who.email, role))
    missing = [one for one in NEEDED if one not in allowed]
    if not missing:
        return Finding(Level.GOOD, f"Objects in the bucket {name} may be written, read, listed and deleted.")
    role, title = role_for(missing[0])
    return Finding(
        Level.STOP,
        f"{who.email or 'The account'} lacks {', '.join(missing)} on the bucket {name}; "
        f"the role {title} has it.",
        grant_on_bucket(name, who.email, role),
    )
