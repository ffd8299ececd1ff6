"""For each pair of operation and error code: the shortest real sequence of calls that produces it."""
