"""The catalogue: the law as data, read into objects of the guide, with its pages."""
