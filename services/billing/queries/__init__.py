"""The room's reads: rows to answers. Positions bound what is seen, so that an answer of the past can be given again."""
