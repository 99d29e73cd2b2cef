"""A tokenizer without weights: a token a byte, marks of turns, and a ChatML template that changes no text."""

from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

MARKS = ("<|pad|>", "<|im_start|>", "<|im_end|>")
TEMPLATE = (
    "{% for message in messages %}"
    "<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """The tokenizer; what it encodes it decodes to the same text."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(
        models.BPE(vocab={letter: place for place, letter in enumerate(letters)}, merges=[])
    )
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(MARKS))
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=MARKS[0],
        eos_token=MARKS[2],
        clean_up_tokenization_spaces=False,
        model_max_length=100_000,
    )
    fast.chat_template = TEMPLATE
    return fast


def save_tiny_model(folder: Path) -> Path:
    """The tokenizer in a folder that looks like a model's, for loaders that take a path."""
    from transformers import LlamaConfig  # noqa: PLC0415 - only loaders with models need it

    tiny_tokenizer().save_pretrained(folder)
    LlamaConfig(vocab_size=300, hidden_size=8, num_hidden_layers=1, num_attention_heads=1).save_pretrained(
        folder
    )
    return folder
