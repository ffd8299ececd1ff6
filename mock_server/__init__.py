"""A local mock of the Dolfin API, driven by its OpenAPI contract."""
