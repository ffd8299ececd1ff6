"""`python -m mock_server` is the same program as `dolfin-mock`."""

from mock_server.cli import main

if __name__ == "__main__":
    main()
