"""{{nobots}} and {{bots}} are read as pywikibot reads them, in linear time."""

from types import SimpleNamespace

import pytest

from glambot.wiki.dump import _reader
from glambot.wiki.nobots import may_edit

BOT = "ExampleBot"
CASES = {
    "no template at all": True,
    "{{nobots}}": False,
    "{{Nobots}} and text": False,
    "{{ nobots }}": False,
    "{{nobots|OtherBot}}": True,
    "{{nobots|ExampleBot}}": False,
    "{{nobots|OtherBot, ExampleBot}}": False,
    "{{nobots|all}}": False,
    "{{nobots|deny=OtherBot}}": False,
    "{{bots}}": True,
    "{{bots|deny=all}}": False,
    "{{bots|deny=OtherBot}}": True,
    "{{bots|deny=OtherBot,ExampleBot}}": False,
    "{{bots|allow=all}}": True,
    "{{bots|allow=none}}": False,
    "{{bots|allow=ExampleBot}}": True,
    "{{bots|allow=OtherBot}}": False,
    "{{bots|optout=all}}": True,
    "{{bots|denyscript=glambot_review}}": False,
    "{{bots|allowscript=other}}": False,
    "{{bots|allowscript=glambot_review}}": True,
    "{{bots|ExampleBot}}": True,
    "{{bots|deny=}}": True,
    "{{bots|deny=OtherBot}} {{nobots|ExampleBot}}": False,
    "<!-- {{nobots}} -->": True,
    "<nowiki>{{nobots}}</nowiki>": True,
    "{{nobotsplease}}": True,
    "{{robots|deny=all}}": True,
}


@pytest.mark.parametrize(("text", "allowed"), CASES.items())
def test_same_as_pywikibot(text: str, allowed: bool) -> None:
    """Each case is allowed or not as by pywikibot's own rules."""
    _reader()
    from pywikibot import page, textlib  # noqa: PLC0415 - the line above lets it be imported

    found = [
        (
            SimpleNamespace(title=lambda name=name, **_: name[:1].upper() + name[1:]),
            [value if key.isdecimal() else f"{key}={value}" for key, value in parameters.items()],
        )
        for name, parameters in textlib.extract_templates_and_params(text, True, True)
    ]
    site = SimpleNamespace(
        username=lambda: BOT,
        get_edit_restricted_templates=lambda: (),
        get_archived_page_templates=lambda: (),
    )
    fake = SimpleNamespace(templatesWithParams=lambda: found, site=site)
    ask = page.BasePage._check_bot_may_edit
    assert ask(fake, "glambot_review") is allowed  # type: ignore[arg-type]  # it has what the rules need
    assert may_edit(text, BOT) is allowed


def test_somebody_is_editing() -> None:
    """The wiki's own templates for a page in use keep the bot away, too."""
    assert not may_edit("{{In_use|5 minutes}}", BOT, ("In use",))
    assert may_edit("{{In use}}", BOT)


def test_much_text() -> None:
    """Many open braces take no long time, and a very long list keeps the bot away to be sure."""
    assert may_edit("{{bots|" * 20_000, BOT)
    assert not may_edit("{{bots|allow=" + "ExampleBot," * 1000 + "}}", BOT)
