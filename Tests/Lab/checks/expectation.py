"""What a check is: a label and a function that returns None, or a text that says what is wrong."""


def equal(get, wanted):
    def check():
        got = get()
        return None if got == wanted else f"{got!r} instead of {wanted!r}"

    return check


def contains(get, *parts, without=()):
    def check():
        text = get()
        missing = [one for one in parts if one not in text]
        surplus = [one for one in without if one in text]
        if missing or surplus:
            return f"missing {missing}, too much {surplus} in {text[-600:]!r}"

    return check
