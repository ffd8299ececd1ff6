"""A pytest plugin: fixtures that give every test a world of dolfin-mock of its own."""
