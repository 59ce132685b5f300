"""The commands of the command line; `glambot.cli` puts them together.

What a command works with is loaded when it runs, so that each starts as fast as it can.
"""
