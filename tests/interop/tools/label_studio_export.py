"""Label Studio's server, annotated by two people through its interface, in both templates and all exports."""

import os
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import requests
from answers import FIRST, ROWS, SECOND, SKIPPED, Export, tell, without_ties
from serving import SECONDS, served

FOLDER = Path(sys.argv[1])
WORD = "not-a-secret-1"
OPTIONS = {
    "LABEL_STUDIO_BASE_DATA_DIR": str(FOLDER / "data"),
    "DJANGO_DB": "sqlite",
    "LATEST_VERSION_CHECK": "0",
    "COLLECT_ANALYTICS": "0",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
}
PAIRS = """<View><Header value="Select one of two items"/><Pairwise name="pw" toName="text1,text2"/>
<Text name="text1" value="$pairText1"/><Text name="text2" value="$pairText2"/></View>"""
RLHF = """<View><Text name="prompt" value="$prompt"/><Pairwise name="comparison" toName="answer1,answer2"/>
<Text name="answer1" value="$answer1"/><Text name="answer2" value="$answer2"/></View>"""
SIDES = {FIRST: "left", SECOND: "right"}
ENDINGS = {"JSON": "json", "JSON_MIN": "json", "CSV": "csv", "TSV": "tsv"}
SAME = "Which is it?"
SAID = without_ties()


class Template(NamedTuple):
    """One of its templates: the name, the labelling interface, its control, and the fields of a task."""

    name: str
    config: str
    control: str
    fields: tuple[str, ...]


TEMPLATES = (
    Template("pairs", PAIRS, "pw", ("pairText1", "pairText2")),
    Template("rlhf", RLHF, "comparison", ("prompt", "answer1", "answer2")),
)


class Person:
    """Somebody who is signed in."""

    def __init__(self, address: str, name: str, path: str) -> None:
        self.address, self.session = address, requests.Session()
        page = self.session.get(f"{address}{path}", timeout=SECONDS).text
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        token = found[1] if found else ""
        form = {"csrfmiddlewaretoken": token, "email": f"{name}@example.com", "password": WORD}
        headers = {"Referer": f"{address}{path}"}
        self.session.post(f"{address}{path}", data=form, headers=headers, timeout=SECONDS).raise_for_status()
        self.session.headers.update({"Referer": address, "X-CSRFToken": self.session.cookies["csrftoken"]})
        self.number = self.get("/api/current-user/whoami").json()["id"]

    def get(self, path: str, **params: Any) -> requests.Response:
        """What stands at a path."""
        answer = self.session.get(f"{self.address}{path}", params=params, timeout=SECONDS)
        answer.raise_for_status()
        return answer

    def post(self, path: str, body: Any) -> Any:
        """What comes of sending a body there."""
        answer = self.session.post(f"{self.address}{path}", json=body, timeout=SECONDS)
        answer.raise_for_status()
        return answer.json()


def annotated(people: dict[str, Person], template: Template) -> tuple[int, list[int]]:
    """A project of this template, annotated; its number and those of its tasks."""
    ana = people["ana"]
    about = {"title": template.name, "label_config": template.config, "maximum_annotations": 2}
    project = ana.post("/api/projects", about)["id"]
    tasks = [dict(zip(template.fields, row[-len(template.fields) :], strict=True)) for row in ROWS]
    ana.post(f"/api/projects/{project}/import", tasks)
    numbers = sorted(one["id"] for one in ana.get("/api/tasks", project=project).json()["tasks"])
    for person, told in SAID.items():
        for task, said in zip(numbers, told, strict=True):
            if said is not None:
                value = {"value": {"selected": SIDES.get(said)}, "type": "pairwise"}
                names = {"from_name": template.control, "to_name": template.control}
                skipped = said == SKIPPED
                body = {"result": [] if skipped else [value | names], "was_cancelled": skipped}
                people[person].post(f"/api/tasks/{task}/annotations/", body | {"lead_time": 3.5})
    return project, numbers


def written(ana: Person, template: Template, project: int) -> dict[str, Path]:
    """The files of all exports, by what they are."""
    found: dict[str, bytes] = {}
    for form in ENDINGS:
        for every, words in (("true", "all tasks"), ("false", "annotated tasks")):
            params = {"exportType": form, "download_all_tasks": every}
            found[f"{form}, {words}"] = ana.get(f"/api/projects/{project}/export", **params).content
    snapshot = ana.post(f"/api/projects/{project}/exports", {"title": "snapshot"})["id"]
    place = f"/api/projects/{project}/exports/{snapshot}"
    while ana.get(place).json()["status"] != "completed":
        time.sleep(0.5)
    found["JSON, snapshot"] = ana.get(f"{place}/download", exportType="JSON").content
    found["JSON, api/tasks"] = ana.get("/api/tasks", project=project, fields="all").content
    files = {}
    for place, (words, content) in enumerate(found.items()):
        files[words] = FOLDER / f"{template.name}-{place}.{ENDINGS[words.partition(',')[0]]}"
        files[words].write_bytes(content)
    return files


def main() -> None:
    """Start it, annotate, and write all exports of both templates."""
    (FOLDER / "data").mkdir()
    start = [Path(sys.executable).parent / "label-studio", "start", "--no-browser", "--port", "PORT"]
    start += ["--username", "ana@example.com", "--password", WORD]
    exports = []
    with served(start, FOLDER, os.environ | OPTIONS, path="/health") as address:
        ana = Person(address, "ana", "/user/login/")
        invitation = re.sub(r"^https?://[^/]+", "", ana.get("/api/invite").json()["invite_url"])
        people = {"ana": ana, "ben": Person(address, "ben", invitation)}
        names = {name: f"user {person.number}" for name, person in people.items()}
        for template in TEMPLATES:
            project, _ = annotated(people, template)
            for words, file in written(ana, template, project).items():
                one = Export(f"{template.name}: {words}", [file], names, SAID)
                if template.name == "pairs":  # it shows no prompt
                    typed = (f"fixed_prompt={SAME}",)
                    one = one._replace(asked="Which words are the prompt", columns=typed, prompt=SAME)
                exports.append(one)
    tell("Label Studio", version("label-studio"), "", exports)


main()
