"""Pieces of wikitext to a Submission, by an Event definition.

This room knows what conferences ask for; it imports from ``glambot.wikitext`` only.
"""
