"""Markup to pieces: masks, sections, lists, labelled values, signatures, timestamps.

This room knows wikitext and nothing of conferences; it imports from no other room.
"""
