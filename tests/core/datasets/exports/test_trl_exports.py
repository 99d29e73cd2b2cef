"""Sets as TRL reads them, as text and as messages."""

from making_rows import pair, written

from core.datasets.exports import FrozenRow

USER = {"role": "user", "content": "What color is the sky?"}
BLUE = {"role": "assistant", "content": "It is blue."}
GREEN = {"role": "assistant", "content": "It is green."}


def test_chosen_is_the_preferred_candidate() -> None:
    """With choice 1, candidate_1 is chosen and candidate_0 rejected."""
    assert written("trl", pair(1)) == [{"prompt": "A post.", "chosen": "Second.", "rejected": "First."}]


def test_text_becomes_one_message_each() -> None:
    """A row without a dialogue has one message of the user and one of the assistant."""
    assert written("trl-conversational", pair(0)) == [
        {
            "prompt": [{"role": "user", "content": "A post."}],
            "chosen": [{"role": "assistant", "content": "First."}],
            "rejected": [{"role": "assistant", "content": "Second."}],
        }
    ]


def test_messages_come_back_as_they_were_written() -> None:
    """A dialogue keeps its messages with every field they had."""
    asked = {**USER, "id": 7}
    conversation = {"prompt": [asked], "candidate_0": [BLUE], "candidate_1": [GREEN]}
    row = pair(1, conversation=conversation)
    assert written("trl-conversational", row) == [{"prompt": [asked], "chosen": [GREEN], "rejected": [BLUE]}]


def test_a_single_message_becomes_a_list() -> None:
    """TRL reads lists, so a candidate that was one message becomes a list of one."""
    row = pair(0, conversation={"prompt": USER, "candidate_0": BLUE})
    assert written("trl-conversational", row) == [
        {"prompt": [USER], "chosen": [BLUE], "rejected": [{"role": "assistant", "content": "Second."}]}
    ]


def test_authors_of_vertex_dialogues_get_roles() -> None:
    """Vertex names authors and keeps a context; TRL wants roles and a system message."""
    messages = [
        {"author": "user", "content": "Hi."},
        {"author": "Bot", "content": "Yes?"},
        {"author": "Ann", "content": "Tell me."},
    ]
    texts = {"candidate_0": {"author": "bot", "content": "No."}, "candidate_1": "Why?", "choice": 1}
    frozen = FrozenRow({"context": "Be kind.", "messages": messages, **texts}, {})
    assert written("trl-conversational", frozen) == [
        {
            "prompt": [
                {"role": "system", "content": "Be kind."},
                {"role": "user", "content": "Hi."},
                {"role": "assistant", "content": "Yes?"},
                {"role": "user", "content": "Tell me."},
            ],
            "chosen": [{"role": "assistant", "content": "Why?"}],
            "rejected": [{"role": "assistant", "content": "No."}],
        }
    ]


def test_a_dialogue_as_text_is_its_transcript() -> None:
    """Where only text will do, messages become a transcript behind their context."""
    messages = [{"author": "user", "content": "Hi."}, {"author": "bot", "content": "Yes?"}]
    frozen = FrozenRow({"context": "Be kind.", "messages": messages}, {})
    assert written("trl", frozen) == [{"prompt": "Be kind.\n\nuser: Hi.\n\nbot: Yes?"}]


def test_messages_that_cannot_be_read_fall_back_to_text() -> None:
    """A message without a speaker is not passed on to a chat template; the text is."""
    row = pair(0, conversation={"prompt": [{"content": "?"}], "candidate_0": [], "candidate_1": "text"})
    assert written("trl-conversational", row) == written("trl-conversational", pair(0))


def test_a_prompt_set_has_prompts_only() -> None:
    """TRL's prompt-only type."""
    prompt = FrozenRow({"input_text": "A post."}, {})
    assert written("trl", prompt) == [{"prompt": "A post."}]
    assert written("trl-conversational", prompt) == [{"prompt": [{"role": "user", "content": "A post."}]}]


def test_metadata_goes_back_unless_a_field_has_its_name() -> None:
    """Unknown fields of the imported row stand at the top level again."""
    about = [{"annotator": 1, "outcome": "candidate_0", "about": {"score_chosen": 4.5}}]
    row = pair(0, metadata={"n": 1, "prompt": "another"}, source_0="sup4", judgments=about)
    told = {"prompt": "A post.", "chosen": "First.", "rejected": "Second."}
    assert written("trl", row, metadata=True) == [
        {"n": 1, "chosen_model": "sup4", "score_chosen": 4.5, **told}
    ]
    row.evidence["judgments"] = about * 2
    assert written("trl", row, metadata=True) == [{"n": 1, "chosen_model": "sup4", **told}]
