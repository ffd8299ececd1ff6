"""Which differences break a caller who was right before.

The caller sends what the older document allows and reads answers with a client generated from it: such a client reads
by types, formats, enums and required members, does not look at bounds and patterns of answers, and overlooks members,
headers and refusals that it does not know.
"""

from collections.abc import Mapping

_BREAKS, _KEEPS = True, False

RULES: Mapping[str, bool] = {
    "operation-added": _KEEPS,
    "operation-removed": _BREAKS,
    "operation-renamed": _KEEPS,  # the operationId is not on the wire
    "operation-deprecated": _KEEPS,
    "operation-restored": _KEEPS,
    "path-parameter-renamed": _KEEPS,  # nor is this name
    "security-added": _KEEPS,
    "security-removed": _BREAKS,
    "security-required": _BREAKS,
    "security-lifted": _KEEPS,
    "parameter-added": _KEEPS,
    "parameter-added-required": _BREAKS,
    "parameter-removed": _BREAKS,
    "parameter-made-required": _BREAKS,
    "parameter-made-optional": _KEEPS,
    "parameter-style-changed": _BREAKS,
    "parameter-deprecated": _KEEPS,
    "parameter-restored": _KEEPS,
    "body-added": _KEEPS,
    "body-added-required": _BREAKS,
    "body-removed": _BREAKS,
    "body-made-required": _BREAKS,
    "body-made-optional": _KEEPS,
    "request-media-type-added": _KEEPS,
    "request-media-type-removed": _BREAKS,
    "answer-media-type-added": _KEEPS,
    "answer-media-type-removed": _BREAKS,
    "status-added": _KEEPS,  # who does not know a status takes it for the first of its class (RFC 9110, 15)
    "status-removed": _BREAKS,  # callers branch on statuses: what they did on this one no longer happens
    "error-code-added": _KEEPS,
    "error-code-removed": _KEEPS,  # the status says the same, only less exactly
    "error-code-moved": _BREAKS,  # to another status
    "answer-header-added": _KEEPS,
    "answer-header-removed": _BREAKS,
    "answer-header-made-required": _KEEPS,
    "answer-header-made-optional": _BREAKS,
    "request-member-added": _KEEPS,
    "request-member-added-required": _BREAKS,
    "request-member-removed": _BREAKS,  # refused, or worse: without effect
    "request-member-made-required": _BREAKS,
    "request-member-made-optional": _KEEPS,
    "request-member-deprecated": _KEEPS,
    "request-member-restored": _KEEPS,
    "answer-member-added": _KEEPS,
    "answer-member-removed": _BREAKS,
    "answer-member-made-required": _KEEPS,
    "answer-member-made-optional": _BREAKS,
    "answer-member-deprecated": _KEEPS,
    "answer-member-restored": _KEEPS,
    "request-type-narrowed": _BREAKS,
    "request-type-widened": _KEEPS,
    "request-type-changed": _BREAKS,
    "answer-type-narrowed": _KEEPS,
    "answer-type-widened": _BREAKS,
    "answer-type-changed": _BREAKS,
    "request-null-added": _KEEPS,
    "request-null-removed": _BREAKS,
    "answer-null-added": _BREAKS,
    "answer-null-removed": _KEEPS,
    "request-format-narrowed": _BREAKS,
    "request-format-widened": _KEEPS,
    "request-format-changed": _BREAKS,
    "answer-format-narrowed": _KEEPS,
    "answer-format-widened": _BREAKS,
    "answer-format-changed": _BREAKS,
    "request-enum-narrowed": _BREAKS,
    "request-enum-widened": _KEEPS,
    "answer-enum-narrowed": _KEEPS,
    "answer-enum-widened": _BREAKS,  # a generated client does not know the new value
    "request-pattern-narrowed": _BREAKS,
    "request-pattern-widened": _KEEPS,
    "request-pattern-changed": _BREAKS,
    "answer-pattern-narrowed": _KEEPS,
    "answer-pattern-widened": _KEEPS,
    "answer-pattern-changed": _KEEPS,
    "request-bound-narrowed": _BREAKS,
    "request-bound-widened": _KEEPS,
    "request-bound-changed": _BREAKS,
    "answer-bound-narrowed": _KEEPS,
    "answer-bound-widened": _KEEPS,
    "answer-bound-changed": _KEEPS,
    "request-extra-members-narrowed": _BREAKS,
    "request-extra-members-widened": _KEEPS,
    "answer-extra-members-narrowed": _KEEPS,
    "answer-extra-members-widened": _KEEPS,
    "request-choice-added": _KEEPS,
    "request-choice-removed": _BREAKS,
    "answer-choice-added": _BREAKS,
    "answer-choice-removed": _KEEPS,
    "request-default-changed": _KEEPS,
    "answer-default-changed": _KEEPS,
    "request-schema-changed": _BREAKS,  # a keyword whose meaning is not compared: better told than missed
    "answer-schema-changed": _BREAKS,
}
"""The id of each rule, and whether what it finds is breaking."""
