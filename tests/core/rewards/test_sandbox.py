"""A program that scores answers has neither network nor files to write, nor all the time in the world."""

from core.rewards import FormatPart, LengthPart, ModelPart, RewardSpec, Sample, score_all
from core.rewards.sandbox import run_program

ONE = [Sample.of({"contents": []}, "Hello.")]


def ran(body, samples=ONE, **more):
    """What a program with this body of ``evaluate`` comes to."""
    code = "def evaluate(example, response):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return run_program(code, samples, tell=lambda _: None, **more)


def test_a_program_sees_example_and_response_and_its_prints_are_no_answers():
    body = "print('{}')\nreturn len(response['parts'][0]['text']) / 10 + len(example['contents'])"
    assert ran(body, [Sample.of({"contents": []}, "Hello"), Sample.of({"contents": [1]}, "")]) == [0.5, 1.0]


def test_network_programs_and_files_are_refused():
    """Each answer is a program here, to save processes."""
    forbidden = (
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('left.txt', 'w')",
        "import os; os.open('left.txt', os.O_CREAT | os.O_WRONLY)",
    )
    said = ran("exec(response['parts'][0]['text'])", [Sample.of({}, one) for one in forbidden])
    assert all("a reward may not" in one for one in said)


def test_a_failing_call_costs_its_own_answer_only():
    """What a program raises, gives or does not end with is said; the next answer is scored."""
    bodies = {
        "1 / 0": "it raised ZeroDivisionError",
        "float('nan')": "it gave nan",
        "'good'": "it raised ValueError",
        "leave()": "it raised SystemExit",
        "len(bytearray(8 * 1024**3))": "it raised MemoryError",
        "[0 for _ in iter(int, 1)]": "it took too long",
    }
    body = "import sys\nreturn eval(response['parts'][0]['text'], {'leave': sys.exit})"
    samples = [Sample.of({}, one) for one in (*bodies, "0.25")]
    *failed, good = ran(body, samples, a_call=0.5)
    assert all(why in said for said, why in zip(failed, bodies.values(), strict=True))
    assert good == 0.25


def test_what_a_program_says_in_the_place_of_answers_breaks_nothing():
    """It may find the pipe on which its answers go, and its errors need not be able to say what they are."""
    body = 'import os\n[os.write(fd, b\'{]}\\n[1]\\n7\\n{"reward": "x"}\\n\') for fd in (3, 4)]\nreturn .5'
    assert len(ran("import os\nos.dup2(3, 4)\n" + body, ONE * 2)) == 2
    code = "class Odd(Exception):\n    def __str__(self): return 1 / 0\ndef evaluate(a, b): raise Odd"
    assert run_program(code, ONE, tell=lambda _: None) == ["it raised Odd"]


def test_a_program_that_ends_its_process_or_outlasts_it_fails_on_what_is_left():
    first, second = ran("import os\nos._exit(1)", ONE * 2)
    assert first == second == "its process ended early, perhaps for want of memory"
    assert "took more than 1 seconds" in ran("import time\ntime.sleep(9)", a_batch=1)[0]


def test_a_program_that_does_not_load_says_why():
    for code, why in (("def evaluate(", "SyntaxError"), ("x = 1", "defines no function evaluate")):
        (said,) = run_program(code, ONE, tell=lambda _: None)
        assert why in said


def test_a_program_is_told_nothing_of_this_machine(monkeypatch):
    """No variable of the studio's own environment reaches it: some are secret."""
    monkeypatch.setenv("PREFSTUDIO_SECRET", "hush")
    assert ran("import os\nreturn float('PREFSTUDIO_SECRET' in os.environ)") == [0.0]


def test_a_failing_part_fails_the_whole_with_its_name():
    code = "def evaluate(example, response):\n    return 3.0\n"
    spec = RewardSpec(parts=(ModelPart(name="a", code=code), ModelPart(name="b", code="oops(")))
    (scored,) = score_all(spec, ONE, lambda _: None)
    assert (scored.reward, scored.parts) == (None, {"a": 3.0})
    assert scored.error.startswith("b: it could not be loaded")
    whole = RewardSpec(parts=spec.parts[:1])
    assert score_all(whole, ONE, lambda _: None)[0].reward == 1.0  # cut, as Google does


def test_length_and_format_need_no_people():
    """The whole scale of a length reward, and both values of a format reward."""
    judge = ModelPart(name="a", code="def evaluate(example, response):\n    return 0\n")
    short = LengthPart(name="short", most_words=4)
    asks = FormatPart(name="asks", expression=r"\?\s*$", matched=0.5, unmatched=-0.5)
    texts = (
        "",
        "one two three four",
        "one two three four five six?",
        "word " * 8,
        "word " * 99,
        "長い要約" * 15,
    )
    scored = score_all(
        RewardSpec(parts=(judge, short, asks)), [Sample.of({}, text) for text in texts], lambda _: None
    )
    assert [one.parts["short"] for one in scored] == [-1, 1, 0, -1, -1, 0]
    assert [one.parts["asks"] for one in scored] == [-0.5, -0.5, 0.5, -0.5, -0.5, -0.5]
