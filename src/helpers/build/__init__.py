"""Turn the publishers' files into the tables of the data folder; one module a publisher."""
