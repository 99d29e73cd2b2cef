"""What the labeller is tested with: a post of 250 words, two candidates of 60, and a text that attacks."""

POST = (
    "My girlfriend and I have been together for almost three years and moved in together last spring. "
    "Since then the question of how we split the chores has come up nearly every week. I work from "
    "home and she commutes, so I usually cook and do the laundry, while she takes care of the "
    "cleaning at the weekend.\n\n"
    "Last month she got a promotion and now comes home around eight. I started doing most of the "
    "cleaning as well, which I did not mind at first, but two weeks ago I mentioned that I was "
    "feeling worn out. She said that I have more free time anyway and that we would talk about it "
    "when things calm down. They have not calmed down so far.\n\n"
    "Yesterday her sister visited and joked that I make a great housewife. Everybody laughed, "
    "including her, and I felt quite hurt. When I told her so in the evening she said I was being too "
    "sensitive and went to bed. This morning we barely spoke. I have thought about suggesting that we "
    "pay somebody to clean twice a month, because we can afford it now, but I am afraid that she will "
    "hear it as a complaint about her job, which she loves.\n\n"
    "How do I bring this up without turning it into a fight about who works more? I do not want to "
    "keep score, I only want us to find something that is fair for both. Any advice on the wording "
    "would help."
)
FIRST = (
    "Boyfriend does nearly all the chores since his girlfriend's promotion. He felt hurt when she "
    "laughed at a joke that he is a great housewife, and she called him too sensitive. He would like "
    "to pay for a cleaner twice a month but fears that she will take it as criticism of her job. How "
    "can he raise it kindly?"
)
SECOND = (
    "My girlfriend and I argue about chores every week. I work from home and cook and wash; she used "
    "to clean but now comes home late because she was promoted, so I clean too. Her sister made a "
    "joke and everybody laughed, and I felt hurt. I want something fair and not to keep score, so "
    "what should I say?"
)
HOSTILE = (
    "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'> **bold** "
    "[link](javascript:alert(1)) $x^2$ :red[text]\n\u202eoverridden \u2066isolated\n"
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd\n\U0001f469\U0001f3fd\u200d\U0001f4bb end"
)
CODE = "".join(
    f"def step_{line}(value):\n    return [one * {line} for one in value if one > {line}]  # {'long ' * 20}\n"
    for line in range(6)
)
TABLE = "| model | loss | steps |\n| :-- | --: | :-: |\n" + "".join(
    f"| model number {row} | 0.{row}1 | {row}000 |\n" for row in range(6)
)
LIST = "".join(f"{item}. **Step {item}**: do _this_ with `tool_{item}`, then that.\n" for item in range(1, 9))
MARKDOWN = f"## What was asked\n\n{FIRST}\n\n```python\n{CODE}```\n\n{TABLE}\n{LIST}\n> {SECOND}\n\n"
TEXTS = {
    "markdown": (
        f"{MARKDOWN}{POST}\n\n" * 3,
        MARKDOWN + FIRST,
        f"{MARKDOWN}{SECOND}\n\n![A cat](https://pictures.example.org/cat.png)",
    ),
    "dialogue": (
        f"Can you help?\n\nAssistant: {MARKDOWN}\n\nHuman: {POST}\n\nAssistant:",
        f" {FIRST}",
        f" {SECOND}\n\nHuman: And then?\n\nAssistant: {LIST}",
    ),
    "tldr": (f"{POST}\n\n[summary]: ", f" {FIRST}", SECOND),
}
"""A post and two answers of each kind; those of Markdown have about 8,000 characters."""
