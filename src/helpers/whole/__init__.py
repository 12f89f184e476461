"""All occupations at once, and the data itself: the atlas, coverage, and what the page about the data says."""
