"""Sequences of requests that lead from a starting world to one answer: how to get a refusal, by its real cause."""
