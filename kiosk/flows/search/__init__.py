"""Finding a matter by plain words, by sound, by initials or in English, despite a slip; without a network.

Nothing of it is needed before the first search: whoever shows a home screen does not import it.
"""
