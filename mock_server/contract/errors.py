"""What can be wrong with the files a contract is built from."""


class ContractError(Exception):
    """A contract file that cannot be used; the message is one line and names the file and the place in it."""
