"""``prefstudio demo``: once round the loop without a screen."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import AsJson, tell
from core.services import open_studio
from core.settings import load_settings


def demo(
    preference: Annotated[Path | None, typer.Option(help="Pairs with choices; without, the sample.")] = None,
    prompts: Annotated[
        Path | None, typer.Option(help="Prompts for the prompt set; without, the posts.")
    ] = None,
    evaluation: Annotated[
        Path | None, typer.Option(help="Prompts for the evaluation set; without, a fifth of the prompts.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Go once round the loop in a scratch folder and print what each stage produced."""
    from core.demo.trip import TripFiles, go_round  # noqa: PLC0415 - pandas, which the other commands spare

    given = TripFiles(preference, prompts, evaluation)
    with tempfile.TemporaryDirectory(prefix="prefstudio-demo-") as home:
        studio = open_studio(load_settings(home=home, store="", database=""))
        for stage in go_round(studio, given):
            tell(f"{stage.name:8} {stage.sentence}", {"stage": stage.name, **stage.figures}, as_json=as_json)
        studio.close()
