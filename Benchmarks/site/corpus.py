"""Writes the corpus of the site benchmark: the same files for every contestant, the same bytes on every machine.

    corpus.py FOLDER [--articles 10000] [--bytes 8192]

FOLDER becomes a site as `pruefstand build` reads it; Hugo and the C program read its `content/articles`.
"""

import argparse
import datetime
import pathlib
import random

TAGS = ["TLS", "DANE", "DNSSEC", "Jabber", "E-Mail", "Zertifikate", "Datenschutz", "Ausfall", "Server", "Verschlüsselung"]
SYLLABLES = "an be da en er fer ge hin in ka le mit na or par que rung sel tung um ver wer zer schlüs über grö".split()
SETTINGS = """\
title: {de: Vergleich}
description: {de: Zehntausend Artikel für einen Vergleich.}
base-url: https://vergleich.example/
languages: [de]
author: Redaktion
contact: redaktion@vergleich.example
licence: CC-BY-4.0
# What Hugo is not asked for.
article-markdown: false
feed-text: summary
"""


class Writer:
    """Prose of made-up words, with every kind of Markdown that an article has."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.words = [
            "".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(2_000)
        ]

    def sentence(self):
        words = self.random.choices(self.words, k=self.random.randint(6, 16))
        place = self.random.randrange(len(words))
        kind = self.random.randrange(8)
        if kind == 0:
            words[place] = f"*{words[place]}*"
        elif kind == 1:
            words[place] = f"**{words[place]}**"
        elif kind == 2:
            words[place] = f"`{words[place]} & {words[0]}`"
        elif kind == 3:
            words[place] = f"[{words[place]}](https://{words[0]}.example/{words[-1]})"
        return " ".join(words).capitalize() + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(3, 7)))

    def block(self):
        kind = self.random.randrange(12)
        if kind == 0:
            return "## " + " ".join(self.random.choices(self.words, k=4)).capitalize()
        if kind == 1:
            return "\n".join(f"- {self.sentence()}" for _ in range(4))
        if kind == 2:
            return "\n".join(f"{number}. {self.sentence()}" for number in range(1, 5))
        if kind == 3:
            return f"> {self.paragraph()}"
        if kind == 4:
            lines = "\n".join(" ".join(self.random.choices(self.words, k=6)) for _ in range(6))
            return f"```text\n{lines}\n```"
        return self.paragraph()

    def article(self, date, size):
        title = " ".join(self.random.choices(self.words, k=5)).capitalize()
        tags = ", ".join(self.random.sample(TAGS, 2))
        # Words alone: a summary with Markdown's characters in it would need YAML's quotation marks.
        summary = " ".join(self.random.choices(self.words, k=12)).capitalize() + "."
        text = f"---\ntitle: {title}\ndate: {date}\ntags: [{tags}]\nsummary: {summary}\n---\n\n"
        while len(text.encode()) < size:
            text += self.block() + "\n\n"
        return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--bytes", type=int, default=8_192)
    options = parser.parse_args()
    articles = options.folder / "content" / "articles"
    articles.mkdir(parents=True)
    (options.folder / "content" / "site.yaml").write_text(SETTINGS, encoding="utf-8")
    writer = Writer(20140729)
    # No two on one day: how ties are put in order is no part of the comparison.
    last = datetime.date(2025, 11, 25)
    days = max(8_000, options.articles)
    for number in range(options.articles):
        date = last - datetime.timedelta(days=days - 1 - number * days // options.articles)
        text = writer.article(date, options.bytes)
        (articles / f"{date}-artikel-{number:05}.md").write_text(text, encoding="utf-8")


main()
