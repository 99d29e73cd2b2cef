"""Which permission is for what, which role has it, and the command that gives the role."""

ROLES = {
    "aiplatform": ("roles/aiplatform.user", "Vertex AI User"),
    "storage.objects": ("roles/storage.objectUser", "Storage Object User"),
    "storage.buckets": ("roles/storage.legacyBucketReader", "Storage Legacy Bucket Reader"),
    "iam.serviceAccounts": ("roles/iam.serviceAccountUser", "Service Account User"),
    "logging": ("roles/logging.viewer", "Logs Viewer"),
    "serviceusage": ("roles/serviceusage.serviceUsageConsumer", "Service Usage Consumer"),
    "cloudquotas": ("roles/cloudquotas.viewer", "Cloud Quotas Viewer"),
    "resourcemanager": ("roles/browser", "Browser"),
}
BASIC = ("roles/viewer", "Viewer")


def role_for(permission: str) -> tuple[str, str]:
    """The narrowest ready-made role that has a permission: its id and its title."""
    area, _, rest = permission.partition(".")
    return ROLES.get(f"{area}.{rest.split('.')[0]}") or ROLES.get(area) or BASIC


def member(email: str) -> str:
    """An account as the commands for roles name it."""
    if not email:
        return "ACCOUNT"
    return f"{'serviceAccount' if email.endswith('gserviceaccount.com') else 'user'}:{email}"


def grant_in_project(project: str, email: str, role: str) -> str:
    """The command that gives an account a role in a project."""
    return f"gcloud projects add-iam-policy-binding {project} --member={member(email)} --role={role}"


def grant_on_bucket(bucket: str, email: str, role: str) -> str:
    """The command that gives an account a role on one bucket."""
    return (
        f"gcloud storage buckets add-iam-policy-binding gs://{bucket} --member={member(email)} --role={role}"
    )


def grant_acting_as(service_account: str, email: str) -> str:
    """The command that lets an account start jobs that run as a service account."""
    role = ROLES["iam.serviceAccounts"][0]
    return (
        f"gcloud iam service-accounts add-iam-policy-binding {service_account} --member={member(email)} "
        f"--role={role}"
    )
