"""What formats share: names of fields, prompts, dialogues, choices and scores. No file here is a format."""
