"""The reason phrases of statuses (RFC 9110) that no refusal of the mock itself has."""

from mock_server.http_api.problems import TITLES

_OTHERS = {
    402: "Payment Required",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
    507: "Insufficient Storage",
    508: "Loop Detected",
    511: "Network Authentication Required",
}


def reason_phrase(status: int) -> str:
    """What a status from 400 on says; one that is not registered is named by its class."""
    known = TITLES.get(status) or _OTHERS.get(status)
    return known or ("Client Error" if status < 500 else "Server Error")
