"""The errors of a run that cannot be started."""

from contract_tests.credentials import CredentialsError
from contract_tests.divergences import DivergencesError
from contract_tests.http_layer.gate import GateClosed
from contract_tests.launcher import LaunchError
from contract_tests.options import UsageError
from contract_tests.target import TargetError

CANNOT_RUN = (CredentialsError, DivergencesError, GateClosed, LaunchError, OSError, TargetError, UsageError)
