"""Files of realistic rows: posts of about 1,500 characters, two summaries of about 200, and a choice."""

import json
import random
from pathlib import Path

POST, SUMMARY = 1500, 200  # characters
STOCK = 400_000  # characters of made text to cut from


def write_rows(file: Path, rows: int, *, seed: int) -> None:
    """Write so many rows, no two alike; another seed gives other rows."""
    lots = random.Random(seed)  # noqa: S311 - texts, not secrets
    letters = "".join(lots.choices("eeeeaaooiinnttrrsshldcumfpgwybvk", k=STOCK))
    blanks = sorted(lots.sample(range(STOCK), STOCK // 6))
    stock = list(letters)
    for place in blanks:
        stock[place] = " "
    text = "".join(stock)

    def cut(length: int) -> str:
        start = lots.randrange(STOCK - length)
        return text[start : start + length].strip()

    with file.open("w", encoding="utf-8") as lines:
        for number in range(rows):
            row = {
                "input_text": f"POST {seed}/{number}: {cut(lots.randint(POST - 300, POST + 300))}",
                "candidate_0": f"{number} {cut(lots.randint(SUMMARY - 50, SUMMARY + 50))}",
                "candidate_1": f"{cut(lots.randint(SUMMARY - 50, SUMMARY + 50))} {number}",
                "choice": lots.randrange(2),
            }
            lines.write(json.dumps(row) + "\n")
