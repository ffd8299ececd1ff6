"""Every error code this server knows, one row each.

A code is `enforced` when an operation here can cause it; the others the contract names and nothing here can
cause yet. Its source is the strongest that the contract has for it: `published` (the vendored fragments),
`documented` (the public pages) or `assumed` (ours: such codes begin with `Mock.`, except for names that follow
the pattern of documented ones).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Source = Literal["published", "documented", "assumed"]


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A row of the catalogue.

    `detail` is the text of the problem; names in braces are facts given by whoever refuses, never values
    that were sent. `remedy` is what would have satisfied the rule: what the caller has to do instead.
    """

    code: str
    status: int
    source: Source
    meaning: str
    detail: str
    remedy: str
    enforced: bool = True


def _published(code: str, status: int, meaning: str, detail: str, remedy: str) -> ErrorCode:
    return ErrorCode(code, status, "published", meaning, detail, remedy)


def _documented(code: str, status: int, meaning: str, detail: str, remedy: str) -> ErrorCode:
    return ErrorCode(code, status, "documented", meaning, detail, remedy)


def _documented_only(code: str, status: int, meaning: str, remedy: str) -> ErrorCode:
    return ErrorCode(code, status, "documented", meaning, meaning, remedy, enforced=False)


def _assumed(code: str, status: int, meaning: str, detail: str, remedy: str) -> ErrorCode:
    return ErrorCode(code, status, "assumed", meaning, detail, remedy)


USER_MISSING_USER_ID = _published(
    "User.MissingUserId",
    400,
    "No user id was given.",
    "A user id is required: userId is missing or empty.",
    "Send the id of a user in userId; the nil UUID counts as none.",
)
USER_NOT_IN_CLIENT = _published(
    "User.NotInClient",
    404,
    "The user is in no organisation under this client.",
    "The user is not a member of any organisation under the client of this API key.",
    "Name a member of one of the client's organisations, or add the user to one first.",
)
HANDOFF_MISSING_ORGANISATION_ID = _published(
    "Handoff.MissingOrganisationId",
    400,
    "No organisation id was given.",
    "An organisation id is required: organisationId is missing or empty.",
    "Send the id of an organisation in organisationId; the nil UUID counts as none.",
)
HANDOFF_NO_ORG_ACCESS = _published(
    "Handoff.NoOrgAccess",
    403,
    "The caller is no member of the organisation and no Admin or Owner of the client that owns it.",
    "The caller is not a member of this organisation and not Admin or Owner of the client that owns it.",
    "Call as a member of the organisation, or as an Admin or Owner of the client that owns it, logged in "
    "under that client and not by a handoff.",
)
ORGANISATION_NOT_FOUND = _published(
    "Organisation.NotFound",
    404,
    "The organisation does not exist, or not for this caller.",
    "The organisation does not exist or cannot be resolved.",
    "Name an existing organisation of the caller's client that the caller can use.",
)

UNAUTHORIZED = _assumed(
    "Mock.Unauthorized",
    401,
    "The credential is missing, invalid, expired or of a kind that the operation does not take.",
    "{reason}",
    "Send one valid credential of a kind that the operation takes: an API key in x-dolfin-api-key, a "
    "session token in Authorization, or the control API's token in x-mock-control-token.",
)
MISSING_ORGANISATION_HEADER = _assumed(
    "Mock.MissingOrganisationHeader",
    400,
    "The operation needs x-dolfin-organisation-id and it was not sent.",
    "The header x-dolfin-organisation-id is required: it selects the organisation of the call.",
    "Send x-dolfin-organisation-id with the id of an organisation that the caller can use.",
)
ORGANISATION_NOT_ACCESSIBLE = _assumed(
    "Mock.OrganisationNotAccessible",
    403,
    "The organisation in x-dolfin-organisation-id is not one the caller can use.",
    "The caller has no access to the organisation selected by x-dolfin-organisation-id.",
    "Select an organisation of the API key's client or, in a session, one that GET /me lists.",
)
INVALID_REQUEST = _assumed(
    "Mock.InvalidRequest",
    400,
    "The request does not match the contract.",
    "{reason}",
    "Put right everything that the detail names, and send the request again.",
)
PAYLOAD_TOO_LARGE = _assumed(
    "Mock.PayloadTooLarge",
    413,
    "The body is over the size limit.",
    "The body is larger than {limit} bytes.",
    "Send a body within the limit that the detail names.",
)
UNSUPPORTED_MEDIA_TYPE = _assumed(
    "Mock.UnsupportedMediaType",
    415,
    "The content type is missing or not one that the operation takes.",
    "The body must be sent as {accepted}.",
    "Send a Content-Type that the detail names, in no other charset than UTF-8.",
)
INVALID_CURSOR = _assumed(
    "Mock.InvalidCursor",
    400,
    "The cursor was not issued by this server for this list.",
    "The cursor was not issued for this list: take it from meta.cursors or nextCursor of an earlier page.",
    "Take the cursor from a page of the same list with the same filters, or send none.",
)
AUTH_CODE_UNKNOWN = _assumed(
    "Mock.AuthCodeUnknown",
    400,
    "The auth code was not issued here.",
    "The auth code was not issued by this server, or was altered.",
    "Mint a code in this world, and exchange it as it came before the world is reset.",
)
AUTH_CODE_EXPIRED = _assumed(
    "Mock.AuthCodeExpired",
    400,
    "The auth code is older than 10 minutes.",
    "The auth code expired at {expired_at}: codes live {minutes} minutes.",
    "Mint a new code and exchange it before it expires.",
)
AUTH_CODE_USED = _assumed(
    "Mock.AuthCodeUsed",
    400,
    "The auth code was exchanged before.",
    "The auth code was exchanged before: codes work once.",
    "Mint a new code: each works once.",
)
ALREADY_MEMBER = _assumed(
    "Mock.AlreadyMember",
    409,
    "The user is a member of the organisation, or of the client's portal, already.",
    "The user is already a member.",
    "Name somebody who is no member yet; for a member, change the role instead.",
)
INDUSTRY_NOT_FOUND = _assumed(
    "Mock.IndustryNotFound",
    404,
    "The industry does not exist.",
    "The industry does not exist: GET /industries lists those that do.",
    "Send an industryId that GET /industries lists.",
)
CUSTOMER_NOT_FOUND = _assumed(
    "Customer.NotFound",
    404,
    "The organisation has no such customer.",
    "The organisation has no such customer.",
    "Take the id from the organisation's list of customers, or create the customer first.",
)
PRODUCT_NOT_FOUND = _documented(
    "Product.NotFound",
    404,
    "The organisation has no such product.",
    "The organisation has no such product.",
    "Take the id from the organisation's list of products, or create the product first.",
)
INVOICE_NOT_FOUND = _documented(
    "Invoice.NotFound",
    404,
    "The organisation has no such invoice.",
    "The organisation has no such invoice.",
    "Take the id from the organisation's list of invoices, or create the invoice first.",
)
SUPPLIER_NOT_FOUND = _documented(
    "Supplier.NotFound",
    404,
    "The organisation has no such supplier.",
    "The organisation has no such supplier.",
    "Take the id from the organisation's list of suppliers, or create the supplier first.",
)
SUPPLIER_CREDIT_NOTE_NOT_FOUND = _documented(
    "SupplierCreditNote.NotFound",
    404,
    "The organisation has no such supplier credit note.",
    "The organisation has no such supplier credit note.",
    "Take the id from the supplier's list of credit notes, or create the note first.",
)
APPROVAL_POLICY_NOT_FOUND = _assumed(
    "ApprovalPolicy.NotFound",
    404,
    "The organisation has no such approval policy.",
    "The organisation has no such approval policy.",
    "Take the id from the organisation's list of approval policies, or create the policy first.",
)
BILL_NOT_FOUND = _assumed(
    "Bill.NotFound",
    404,
    "The organisation has no such bill.",
    "The organisation has no such bill.",
    "Take the id from the organisation's list of bills, or upload the bill first.",
)
PURCHASE_ORDER_NOT_FOUND = _assumed(
    "PurchaseOrder.NotFound",
    404,
    "The organisation has no such purchase order.",
    "The organisation has no such purchase order.",
    "Take the id from the organisation's list of purchase orders, or create the order first.",
)
RECORD_NOT_FOUND = _assumed(
    "Mock.RecordNotFound",
    404,
    "The record does not exist within the caller's reach.",
    "The record does not exist within the caller's reach.",
    "Name, in path and body, only what exists for this caller and no line twice; make first what does not exist yet.",
)
INVALID_STATE = _assumed(
    "Mock.InvalidState",
    409,
    "The state of the record does not allow the operation.",
    "The operation is not possible in this state: the record must be {allowed}.",
    "Look at the state of each record that the call is about, and call while it is as the detail says.",
)
CURRENCY_MISMATCH = _assumed(
    "Mock.CurrencyMismatch",
    400,
    "Two records that belong together have different currencies.",
    "The currencies differ: {what} must have the currency of {other}.",
    "Use records of one currency; an invoice takes another one only together with its lines.",
)
AMOUNT_EXCEEDS_OUTSTANDING = _assumed(
    "Mock.AmountExceedsOutstanding",
    400,
    "The amount is larger than what is left of the record.",
    "The amount is larger than what is {left}.",
    "Send no more than is left; a draft that is too large by now is deleted and drafted anew.",
)
AMOUNT_TOO_LARGE = _assumed(
    "Mock.AmountTooLarge",
    400,
    "A computed amount is larger than a JSON number holds to the cent.",
    "The {what} is larger than 999,999,999,999.99.",
    "Lower the quantities or prices, or split the record into several.",
)
AMOUNT_TOO_PRECISE = _assumed(
    "Mock.AmountTooPrecise",
    400,
    "An amount of money has more decimals than its currency.",
    "The amount has more decimals than {currency} has.",
    "Round the amount to the minor unit of its currency.",
)
DATES_OUT_OF_ORDER = _assumed(
    "Mock.DatesOutOfOrder",
    400,
    "A date lies before one that it must follow.",
    "The {later} lies before the {earlier}.",
    "Change a date, so that the first that the detail names does not lie before the second.",
)
NUMBER_TAKEN = _assumed(
    "Mock.NumberTaken",
    409,
    "Another record of the organisation has the number or key.",
    "The {what} is taken: it must be unique.",
    "Choose one that no other record has, in whatever case; built-in and archived ones count.",
)
LAST_OWNER = _assumed(
    "Mock.LastOwner",
    409,
    "The change would leave no Owner.",
    "The only Owner cannot be given another role: make somebody else Owner first.",
    "Make another member Owner before this one gets another role.",
)
NOT_ADMINISTRATOR = _assumed(
    "Mock.NotAdministrator",
    403,
    "The caller is neither Admin nor Owner of the organisation.",
    "The operation is for an Admin or Owner of the organisation.",
    "Call as an Admin or Owner of the organisation.",
)
MEMBER_FORBIDDEN = _documented(
    "Member.Forbidden",
    403,
    "The caller is neither Admin nor Owner of the client.",
    "The caller's role in the client does not allow the operation.",
    "Call with an API key of the client, or as an Admin or Owner of it outside a handoff session.",
)
NOT_OWNER = _assumed(
    "Mock.NotOwner",
    403,
    "The caller gives or takes the role Owner without having it.",
    "Only an Owner can make somebody Owner, or give an Owner another role.",
    "Call as an Owner: of the organisation or, for the client's portal, of the client.",
)
EXPIRY_IN_PAST = _assumed(
    "Mock.ExpiryInPast",
    400,
    "The API key would have expired already.",
    "expiresAt must lie in the future.",
    "Send an expiresAt later than the world's clock, or none for a key that does not expire.",
)
INVITE_UNKNOWN = _assumed(
    "Mock.InviteUnknown",
    400,
    "The invite token was not issued here.",
    "The invite token was not issued by this server.",
    "Make an invite in this world, and accept it with the token as it came before the world is reset.",
)
INVITE_EXPIRED = _assumed(
    "Mock.InviteExpired",
    400,
    "The invite is older than 7 days.",
    "The invite expired at {expired_at}: invites live {days} days.",
    "Make a new invite and accept it before it expires.",
)
INVITE_USED = _assumed(
    "Mock.InviteUsed",
    400,
    "The invite was accepted before.",
    "The invite was accepted before: invites work once.",
    "Accept an invite once: each further portal user needs one of their own.",
)
EMAIL_NOT_INVITED = _assumed(
    "Mock.EmailNotInvited",
    403,
    "The email address that the access token verifies is not the invited one.",
    "The access token verifies another email address than the invited one, or none.",
    "Send an access token that verifies the invited address, letter by letter.",
)
PRODUCT_MISSING_NAME = _documented(
    "Product.MissingName",
    400,
    "No product name was given.",
    "A name is required: name is missing or empty.",
    "Send the name of the product, of one character at least.",
)
TAX_RATE_MISSING_CODE = _documented(
    "TaxRate.MissingCode",
    400,
    "No tax rate code was given.",
    "A code is required: code is missing or empty.",
    "Send the code of the tax rate, of one character at least.",
)
TAX_RATE_MISSING_NAME = _documented(
    "TaxRate.MissingName",
    400,
    "No tax rate name was given.",
    "A name is required: name is missing or empty.",
    "Send the name of the tax rate, of one character at least.",
)
AGENT_MISSING_MESSAGE = _documented(
    "Agent.MissingMessage",
    400,
    "No message was given.",
    "A message is required: it is missing or empty.",
    "Send a message of one character at least.",
)
AGENT_MESSAGE_TOO_LONG = _documented(
    "Agent.MessageTooLong",
    400,
    "The message is longer than 8000 characters.",
    "The message is longer than 8000 characters.",
    "Send a message of 8000 characters at most.",
)
CONVERSATION_FORBIDDEN = _documented(
    "Conversation.Forbidden",
    403,
    "The conversation is not one the caller may use.",
    "The conversation was begun by somebody else.",
    "Use a conversation that the same caller began; a message without conversationId begins one.",
)
BILL_INVALID = _assumed(
    "Mock.BillInvalid",
    400,
    "The bill is incomplete or contradicts itself.",
    "The number of issues is {count}: errors tells them by member, codes names them.",
    "Correct the members of the bill that errors names, and validate it again.",
)
SUPPLIER_MISMATCH = _assumed(
    "Mock.SupplierMismatch",
    400,
    "The bill is not one of the supplier who gave the credit.",
    "The bill must be linked to the supplier of the credit note.",
    "Apply the credit to a bill that is linked to the supplier who gave it.",
)
CURRENCY_REQUIRED = _assumed(
    "Mock.CurrencyRequired",
    400,
    "A condition on the amount names no currency.",
    "A policy with amountGte or amountLte needs a currency.",
    "Send a currency with the amounts, or leave the amounts out.",
)
AMOUNTS_OUT_OF_ORDER = _assumed(
    "Mock.AmountsOutOfOrder",
    400,
    "The least amount is above the largest.",
    "amountGte is larger than amountLte: no bill could match.",
    "Send an amountGte of at most amountLte, or only one of them.",
)
MATCH_UNRESOLVED = _assumed(
    "Mock.MatchUnresolved",
    409,
    "The bill differs from what was ordered or came, and nobody accepted that.",
    "The bill's match group has variances or disputes: accept them, or remove the allocations.",
    "Accept each line of the bill's match group that has a variance or dispute, then submit again.",
)
LINE_MATCHED = _assumed(
    "Mock.LineMatched",
    409,
    "The change would take away what bills are matched with.",
    "Bills are matched with the document: {what}.",
    "Keep what is matched as it is, or first remove its allocations from the bills' match groups.",
)

CATALOGUE: tuple[ErrorCode, ...] = (
    USER_MISSING_USER_ID,
    USER_NOT_IN_CLIENT,
    HANDOFF_MISSING_ORGANISATION_ID,
    HANDOFF_NO_ORG_ACCESS,
    ORGANISATION_NOT_FOUND,
    UNAUTHORIZED,
    MISSING_ORGANISATION_HEADER,
    ORGANISATION_NOT_ACCESSIBLE,
    INVALID_REQUEST,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_CURSOR,
    AUTH_CODE_UNKNOWN,
    AUTH_CODE_EXPIRED,
    AUTH_CODE_USED,
    ALREADY_MEMBER,
    INDUSTRY_NOT_FOUND,
    CUSTOMER_NOT_FOUND,
    PRODUCT_NOT_FOUND,
    INVOICE_NOT_FOUND,
    SUPPLIER_NOT_FOUND,
    SUPPLIER_CREDIT_NOTE_NOT_FOUND,
    APPROVAL_POLICY_NOT_FOUND,
    BILL_NOT_FOUND,
    PURCHASE_ORDER_NOT_FOUND,
    RECORD_NOT_FOUND,
    INVALID_STATE,
    AGENT_MISSING_MESSAGE,
    AGENT_MESSAGE_TOO_LONG,
    CONVERSATION_FORBIDDEN,
    CURRENCY_MISMATCH,
    AMOUNT_EXCEEDS_OUTSTANDING,
    AMOUNT_TOO_LARGE,
    AMOUNT_TOO_PRECISE,
    DATES_OUT_OF_ORDER,
    NUMBER_TAKEN,
    BILL_INVALID,
    SUPPLIER_MISMATCH,
    CURRENCY_REQUIRED,
    AMOUNTS_OUT_OF_ORDER,
    MATCH_UNRESOLVED,
    LINE_MATCHED,
    LAST_OWNER,
    NOT_ADMINISTRATOR,
    MEMBER_FORBIDDEN,
    NOT_OWNER,
    EXPIRY_IN_PAST,
    INVITE_UNKNOWN,
    INVITE_EXPIRED,
    INVITE_USED,
    EMAIL_NOT_INVITED,
    PRODUCT_MISSING_NAME,
    TAX_RATE_MISSING_CODE,
    TAX_RATE_MISSING_NAME,
    _documented_only(
        "Auth.NotUserScopedToken",
        400,
        "The code was not issued for a user.",
        "Nothing here causes it: every code is minted for a user.",
    ),
)

UNROUTED = _assumed(
    "Mock.UnknownPath",
    404,
    "No operation of the contract has this path.",
    "{reason}",
    "Call a path of the contract or of the control API, with no slash added at its end.",
)
METHOD_NOT_ALLOWED = _assumed(
    "Mock.MethodNotAllowed",
    405,
    "The path exists, but not with this method.",
    "This path takes {allowed}.",
    "Use a method that the header Allow of the answer names.",
)
SELF_CHECK_FAILED = _assumed(
    "Mock.SelfCheckFailed",
    500,
    "With --self-check: the answer does not match the contract. A fault of the mock.",
    "The answer of the mock does not match the contract: {reason}",
    "Report it: the caller can do nothing, and without --self-check the answer comes as it is.",
)
INTERNAL_ERROR = _assumed(
    "Mock.InternalError",
    500,
    "A fault of the mock; the log has the traceback.",
    "The mock failed; its log says where. Please report it.",
    "Report it with the traceback: no request should cause it.",
)
CONTROL_REFUSED = _assumed(
    "Mock.ControlRefused",
    403,
    "The control API does not answer this caller.",
    "{reason}",
    "Remove what the detail names: the control API answers this machine or whoever has its token, under "
    "a known host name, and no page of another origin.",
)
UNKNOWN_EMAIL = _assumed(
    "Mock.UnknownEmail",
    404,
    "The control API was asked for a token of a user who does not exist, or has nothing to log in to.",
    "No user with this email belongs to an organisation or a client.",
    "Name a user who belongs to an organisation or to a client's portal, or add the user to one first.",
)
CLOCK_STOPPED = _assumed(
    "Mock.ClockStopped",
    409,
    "The control API was asked for a move of the clock in which too much falls due.",
    "The clock stopped at {now}: {limit} things happened by themselves until then. Move it again for the rest.",
    "Move the clock again until it shows the time that was asked for.",
)
WORLD_NOT_FOUND = _assumed(
    "Mock.WorldNotFound",
    404,
    "No world has the name in the path or in x-mock-world.",
    "There is no world with this name: it was never made, was deleted, or was unused for too long.",
    "Make the world first: POST /__mock__/worlds, or dolfin-mock world create.",
)
WORLD_EXISTS = _assumed(
    "Mock.WorldExists",
    409,
    "The control API was asked to make a world under a name that one has.",
    "There is a world with this name.",
    "Choose another name or none, or delete the world that has it.",
)
WORLD_KEPT = _assumed(
    "Mock.WorldKept",
    409,
    "The control API was asked to delete the default world.",
    "The default world always exists: it can be reset, not deleted.",
    "Reset the default world: POST /__mock__/reset.",
)
TOO_MANY_WORLDS = _assumed(
    "Mock.TooManyWorlds",
    409,
    "The control API was asked for one more world than there may be.",
    "There are {limit} worlds besides the default one already: no more may be made.",
    "Delete worlds that are done with, or start the server with a higher --max-worlds.",
)
UNKNOWN_REFUSAL = _assumed(
    "Mock.UnknownRefusal",
    404,
    "The control API was asked for an error code that there is not, or that nothing refuses with.",
    "{reason}",
    "Take a code that is enforced, and one of its operations: GET /__mock__/errors, or dolfin-mock errors.",
)

NOT_FORCED = _assumed(
    "Mock.NotForced",
    400,
    "An answer was asked for that the operation does not document, or two that contradict.",
    "{reason}",
    "Ask for one status, error code or example that the contract documents for the operation.",
)
FAULT_NOT_FOUND = _assumed(
    "Mock.FaultNotFound",
    404,
    "The control API was asked for a fault that the world does not have.",
    "The world has no fault with this id.",
    "Name a fault that GET /__mock__/faults lists for this world: a reset removes them all.",
)
TOO_MANY_FAULTS = _assumed(
    "Mock.TooManyFaults",
    409,
    "The control API was asked for one more fault than a world may have.",
    "The world has {limit} faults: no more may be made.",
    "Delete faults that are done with before making more.",
)
SNAPSHOT_NOT_FOUND = _assumed(
    "Mock.SnapshotNotFound",
    404,
    "The control API was asked for a snapshot that the world does not have.",
    "The world has no snapshot of this name.",
    "Take a name that GET /__mock__/snapshots lists, of the same world, or save one under this name.",
)
SNAPSHOT_EXISTS = _assumed(
    "Mock.SnapshotExists",
    409,
    "The control API was asked to save a snapshot under a name that one has.",
    "The world has a snapshot of this name already.",
    "Choose another name, or send replace: true to put the new one in its place.",
)
TOO_MANY_SNAPSHOTS = _assumed(
    "Mock.TooManySnapshots",
    409,
    "The control API was asked for one more snapshot of a world than there may be.",
    "The world has {limit} snapshots: no more may be saved.",
    "Delete snapshots that are done with, or save under the name of one with replace: true.",
)
ENTRY_NOT_FOUND = _assumed(
    "Mock.EntryNotFound",
    404,
    "The journal of the world has no entry with this id.",
    "{reason}",
    "Take the id from GET /__mock__/journal of the same world, soon enough: what has no room any more is gone.",
)
NOT_REPEATABLE = _assumed(
    "Mock.NotRepeatable",
    409,
    "The control API was asked to reproduce an answer to which nothing recorded leads for certain.",
    "{reason}",
    "Do what the detail says, then have the answer once more and ask for its entry.",
)
NO_SCENARIO = _assumed(
    "Mock.NoScenario",
    409,
    "The control API was asked to write down a world that holds more than a scenario can say.",
    "A scenario cannot say all that the world holds: {reason}.",
    "Save a snapshot and export that: the file of a snapshot holds any world.",
)
NOT_AS_EXPECTED = _assumed(
    "Mock.NotAsExpected",
    409,
    "The control API was asked whether requests came as a test expects, and they did not.",
    "{reason}",
    "Compare expected with received, where each of the nearest requests tells what differs.",
)

OUTSIDE_THE_CONTRACT: tuple[ErrorCode, ...] = (
    UNROUTED,
    METHOD_NOT_ALLOWED,
    SELF_CHECK_FAILED,
    INTERNAL_ERROR,
    CONTROL_REFUSED,
    UNKNOWN_EMAIL,
    CLOCK_STOPPED,
    WORLD_NOT_FOUND,
    WORLD_EXISTS,
    WORLD_KEPT,
    TOO_MANY_WORLDS,
    UNKNOWN_REFUSAL,
    NOT_FORCED,
    FAULT_NOT_FOUND,
    TOO_MANY_FAULTS,
    SNAPSHOT_NOT_FOUND,
    SNAPSHOT_EXISTS,
    TOO_MANY_SNAPSHOTS,
    NO_SCENARIO,
    NOT_REPEATABLE,
    NOT_AS_EXPECTED,
    ENTRY_NOT_FOUND,
)
"""Codes that no response of the contract lists: they belong to the server, not to an operation."""

CODES: Mapping[str, ErrorCode] = {row.code: row for row in (*CATALOGUE, *OUTSIDE_THE_CONTRACT)}
"""Every row by its code, in the order of the lists."""

ENFORCED = frozenset(row.code for row in CATALOGUE if row.enforced)
"""The codes that an operation here can cause."""
