"""What a reader's connection has to carry: pages with their style sheets and scripts, before any compression."""

# Bytes of a page of a kind. A table's limit is for 34 rows; longer ones may have more in proportion.
LIMITS = {"home": 60_000, "table": 120_000, "selection": 120_000}
ROWS = 34


def check(site, report):
    problems = []
    count = 0
    for page in site.pages:
        most = LIMITS.get(page.kind)
        if not most:
            continue
        count += 1
        tables = page.tree.xpath("//table")
        rows = max((len(table.xpath("./thead/tr[1]/th" if page.kind == "selection" else "./tbody/tr")) for table in tables), default=0)
        most = most * max(1, rows / ROWS)
        size = len(page.source) + sum(len((site.root / path).read_bytes()) for path in loaded(site, page))
        if size > most:
            problems.append(f"{page.path}: {size} bytes with its style, at most {round(most)} are allowed")
    report.check("weight", problems, f"{count} pages")


def loaded(site, page):
    """The style sheets and scripts of a page as paths of the site."""
    folder = (site.root / page.path).parent
    found = [(folder / href).resolve() for href in page.tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")]
    return [path for path in found if path.is_relative_to(site.root) and path.is_file()]
