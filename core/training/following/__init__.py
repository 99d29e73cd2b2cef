"""Following active runs: each is polled while it is due, and what changed is written down for the pages."""

from core.training.following.follow import Follower, follow_once, mirror_files
from core.training.following.poll_now import poll_now
from core.training.following.wait import wait_for_success

__all__ = ["Follower", "follow_once", "mirror_files", "poll_now", "wait_for_success"]
