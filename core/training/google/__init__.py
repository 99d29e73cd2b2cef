"""What the methods at Google share: where their jobs read and write, and what they leave behind."""
