"""Refusals in the shape in which Google's services give them."""

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
MESSAGES = {
    401: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
    "other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project.",
    403: "The caller does not have permission",
    429: "The following quotas are exceeded: RestrictedImageTrainingA10080GBGPUsPerProjectPerRegion",
    500: "Internal error encountered.",
    503: "The service is currently unavailable.",
    504: "Deadline exceeded",
}


class GoogleError(Exception):
    """An answer that refuses.

    Args:
        code: The HTTP status.
        message: What Google would say; by default what it says for that status.
        status: The name of the status, where it is not the usual one for the code.
    """

    def __init__(self, code: int, message: str = "", status: str = "") -> None:
        self.code = code
        self.message = message or MESSAGES.get(code, f"Request failed with status {code}.")
        self.status = status or STATUS_NAMES.get(code, "UNKNOWN")
        super().__init__(self.message)

    def as_json(self) -> dict:
        """The body of the answer."""
        return {"error": {"code": self.code, "message": self.message, "status": self.status}}


def not_found(name: str) -> GoogleError:
    """Nothing of this name."""
    return GoogleError(404, f"The resource {name!r} was not found.")


def precondition(message: str) -> GoogleError:
    """What is asked does not fit the state; Google answers these with 400."""
    return GoogleError(400, message, "FAILED_PRECONDITION")
