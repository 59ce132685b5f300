"""The review table: what the bot wants it to say, and how that meets what people typed.

This room may read `glambot.wikitext` and `glambot.submission`; it knows no wiki and no clock.
"""
