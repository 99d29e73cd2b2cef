"""Which languages texts are in."""

import plotly.graph_objects as go

from app.ui.charts.palette import chart_text
from core.datasets.checks import language_name

MOST_SHOWN = 8
ROW, AROUND = 27, 60  # pixels


def languages_chart(languages: dict[str, int]) -> go.Figure:
    """Texts of a sample by language, the most frequent on top; rare ones are one bar together."""
    counts = _shown(languages)
    names = [chart_text(name) for name, _ in counts]
    sample = sum(languages.values())
    shares = [_share(count, sample) for _, count in counts]
    figure = go.Figure(
        go.Bar(
            x=[count for _, count in counts],
            y=list(range(len(counts))),
            orientation="h",
            width=0.62,
            text=shares,
            textposition="auto",
            textangle=0,
            textfont_size=12,
            constraintext="none",
            cliponaxis=False,
            hovertemplate=[
                f"{name}: {share}<extra></extra>" for name, share in zip(names, shares, strict=True)
            ],
        )
    )
    figure.update_layout(
        height=AROUND + ROW * len(counts),
        margin={"l": 0, "r": 22, "t": 10, "b": 36},
        xaxis={"title": f"prompts of a sample of {sample:,}", "rangemode": "tozero"},
        yaxis={
            "tickvals": list(range(len(counts))),
            "ticktext": names,
            "range": [len(counts) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure


def _share(count: int, sample: int) -> str:
    share = 100 * count / sample
    return f"{count:,} ({share:.0f} %)" if share >= 1 else f"{count:,} (under 1 %)"


def _shown(languages: dict[str, int]) -> list[tuple[str, int]]:
    ranked = sorted(languages.items(), key=lambda one: -one[1])
    shown = [(language_name(code), count) for code, count in ranked[:MOST_SHOWN]]
    rest = sum(count for _, count in ranked[MOST_SHOWN:])
    return [*shown, ("others", rest)] if rest else shown
