"""A reward server that people deploy, as a folder; ``main.py`` is its program and runs in no studio."""

from core.rewards.reward_server.folder import deploy_words, server_zip, write_files, write_server

__all__ = ["deploy_words", "server_zip", "write_files", "write_server"]
