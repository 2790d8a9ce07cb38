"""The texts of the allocations tab: pending answers, counts and sums, and why there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ibmonitor.domain.records.link import Link, LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.allocations.share_sums import ShareSums
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import count_text
from ibmonitor.models.text.totals_words import money_parts

NOT_AN_ADVISOR = "This login is not an advisor's: it has no group orders to allocate."
_MOST_NAMED = 5


def sums_of_parts_text(sums: ShareSums) -> str:
    """The sums in words; empty if there is nothing to add."""
    return "   ·   ".join(money_parts(sums))


def counts_text(shown: int, total: int, to_review: int, waiting: int, unassigned: int) -> str:
    """How many group orders there are, how many of those shown need review or wait, and unassigned executions."""
    of = "" if shown == total else f"{shown:,} of "
    parts = [of + count_text(total, "group order")]
    if to_review:
        parts.append(f"{to_review:,} to review")
    if waiting:
        parts.append(f"{waiting:,} waiting")
    if unassigned:
        parts.append(f"{count_text(unassigned, 'execution')} unassigned")
    return "   ·   ".join(parts)


def answers_text(link: Link) -> str:
    """The progress of the requests for the accounts' executions; empty when all are complete."""
    request = link.request(RequestKind.SUB_ACCOUNTS)
    is_running = request is not None and request.progress is RequestProgress.RUNNING
    sentences = []
    if request is not None and is_running:
        sentences.append(f"Requesting the executions of each account: {request.detail or '…'}")
    answers = link.account_answers
    silent = [name for name, answer in answers.items() if answer.progress is RequestProgress.NO_ANSWER]
    refused = [name for name, answer in answers.items() if answer.progress is RequestProgress.REFUSED]
    if silent:
        sentences.append(f"TWS did not answer for {_names(silent)}.")
    if refused:
        sentences.append(f"TWS refused the executions of {_names(refused)}.")
    not_asked = [name for name in link.client_accounts if name not in answers]
    if request is not None and not is_running and not_asked and (silent or refused):
        sentences.append(
            f"{count_text(len(not_asked), 'account')} {'was' if len(not_asked) == 1 else 'were'} not requested."
        )
    if silent or refused:
        whose = "this account" if len(silent) + len(refused) == 1 else "these accounts"
        sentences.append(f"Executions of {whose} may be missing here.")
    return " ".join(sentences)


def is_something_missing(link: Link) -> bool:
    """Whether a request for the executions of an account has failed or was not answered."""
    missing = {RequestProgress.NO_ANSWER, RequestProgress.REFUSED}
    return any(answer.progress in missing for answer in link.account_answers.values())


def reason_without_orders(link: Link, reason: str) -> str:
    """Why there is no group order: `reason`, unless TWS has reported that the login is not an advisor's."""
    is_advisor = bool(link.groups) or link.has_master
    is_login_known = bool(link.accounts) and link.state in {LinkState.UP, LinkState.CUT_OFF}
    return NOT_AN_ADVISOR if is_login_known and not is_advisor else reason


def _names(accounts: Sequence[str]) -> str:
    named = [ACCOUNT_NAMES.name(account) for account in accounts[:_MOST_NAMED]]
    if len(accounts) > _MOST_NAMED:
        return f"{', '.join(named)} and {len(accounts) - _MOST_NAMED:,} more accounts"
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
