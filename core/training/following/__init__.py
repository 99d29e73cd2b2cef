"""Following active runs: each is polled while it is due, and what changed is written down for the pages."""

from core.training.following.follow import Follower, follow_once, mirror_files, wait_for_success, watch_curves

__all__ = ["Follower", "follow_once", "mirror_files", "wait_for_success", "watch_curves"]
