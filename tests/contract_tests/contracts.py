"""The effective contract, as the suite reads it."""

from contract_tests.contract import Contract, read_contract
from mock_server.resources import EFFECTIVE_CONTRACT

CONTRACT: Contract = read_contract(EFFECTIVE_CONTRACT)
