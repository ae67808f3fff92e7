"""Checks of a built site, each by a tool that shares nothing with the program that built it."""
