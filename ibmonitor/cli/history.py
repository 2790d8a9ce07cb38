"""`ibmonitor history`: lists, exports, forgets and checks what was kept of past days; without a window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ibmonitor.cli.history_output import Hide, Output, Table
from ibmonitor.cli.history_tables import DAYS, FILLS, MESSAGES, ORDERS, Row, day_row, fill_row, message_row, order_row
from ibmonitor.cli.standard_output import write_text
from ibmonitor.domain.blotter.fa_xml import FaXmlError, parse_aliases
from ibmonitor.domain.privacy.pseudonyms import Pseudonyms
from ibmonitor.journal.days import days_of
from ibmonitor.journal.find import Wanted, known_account, list_executions, list_orders
from ibmonitor.journal.lists import accounts_of, alias_lists, executions_by_day, list_messages
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.journal.store.errors import HistoryError, NoHistoryError
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.upkeep.check import problems_of
from ibmonitor.journal.upkeep.forgetting import Forgotten, forget_account, forget_everything
from ibmonitor.journal.upkeep.retention import forget_before
from ibmonitor.journal.upkeep.sizes import sizes_of
from ibmonitor.settings.places import Places, find_places
from ibmonitor.settings.pseudonym_secret import load_pseudonym_secret
from ibmonitor.settings.store import load_settings

EXIT_DONE = 0
EXIT_NOT_WHOLE = 1
EXIT_WRONG_USAGE = 2
EXIT_NO_HISTORY = 8
EXIT_NOT_READ = 9

_MEGABYTE = 1_000_000


class UsageError(Exception):
    """Something is wrong with the options; `str()` is a sentence."""


def run_history(options: argparse.Namespace) -> int:
    """Do what was asked for, and return the exit code. Raises `OutputLostError`."""
    try:
        command = _Command(options)
        return command.run()
    except UsageError as error:
        return _refuse(str(error), EXIT_WRONG_USAGE)
    except NoHistoryError as error:
        return _refuse(f"{error} Switch it on in the window: Settings, History.", EXIT_NO_HISTORY)
    except HistoryError as error:
        return _refuse(str(error), EXIT_NOT_READ)


class _Command:
    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        places = find_places(options.config_dir)
        self._settings, _ = load_settings(places.settings_file)
        self._file = places.history_file(options.profile or "")
        self._place: Path | str = options.history or self._settings.history_server or self._file
        if options.history and "://" not in options.history:
            self._place = self._file = Path(options.history)
        self._names = self._names_of_accounts(places)

    def run(self) -> int:
        store = open_store(self._place, only_reads=True)
        try:
            if self._names is not None:
                _learn(self._names, store)
            if self._options.what == "forget":
                return self._forget(store)
            if self._options.what == "check":
                return self._check(store)
            return self._list(store)
        finally:
            store.close()

    # Lists

    def _list(self, store: Store) -> int:
        options, output = self._options, Output(self._options.output, self._hide)
        if options.what == "export" and options.format == "csv" and options.output is None:
            raise UsageError("A CSV file holds one table, and an export has three: name a file with --output.")
        first, last = self._days()
        if options.what == "days":
            tables: list[Table] = [(DAYS, self._day_rows(store, first, last))]
        else:
            wanted = Wanted(self._reveal(options.id), self._account(store), options.symbol, first, last)
            tables = list(self._tables(store, wanted))
        if options.format == "json":
            output.json(tables)
        elif options.format == "csv":
            output.csv(tables)
        else:
            output.table(*tables[0])
        return EXIT_DONE

    def _tables(self, store: Store, wanted: Wanted) -> Iterator[Table]:
        what = self._options.what
        if what == "export" and self._options.format == "json":
            yield DAYS, self._day_rows(store, wanted.first, wanted.last)
        if what in ("fills", "export"):
            yield FILLS, map(fill_row, list_executions(store, wanted))
        if what in ("orders", "export"):
            yield ORDERS, map(order_row, list_orders(store, wanted))
        if what == "export":
            # Most messages name no order, so it is not known which of them are wanted.
            is_all = not (wanted.text or wanted.account or wanted.symbol)
            yield MESSAGES, map(message_row, list_messages(store, wanted.first, wanted.last)) if is_all else ()

    def _day_rows(self, store: Store, first: date | None, last: date | None) -> Iterator[Row]:
        counts = executions_by_day(store, first, last)
        for day in reversed(days_of(store, EXCHANGE)):
            if (first is None or day.day >= first) and (last is None or day.day <= last):
                yield day_row(day, EXCHANGE, counts.get((day.day.isoformat(), day.site), 0))

    def _days(self) -> tuple[date | None, date | None]:
        options = self._options
        if options.day is not None and (options.first is not None or options.last is not None):
            raise UsageError("--day is one day; leave out --from and --to.")
        first, last = (options.first, options.last) if options.day is None else (options.day, options.day)
        if first is not None and last is not None and first > last:
            raise UsageError(f"--from {first} is after --to {last}.")
        return first, last

    def _account(self, store: Store) -> str:
        """The account that was asked for, as the history spells it."""
        typed = self._reveal(self._options.account)
        account = known_account(store, typed) if typed else ""
        if typed and not account:
            raise UsageError(f"The history knows no account {self._hide(typed)!r}.")
        return account

    # Others

    def _check(self, store: Store) -> int:
        problems = problems_of(store, EXCHANGE)
        if problems:
            write_text("".join(f"{self._hide(problem)}\n" for problem in problems))
            return EXIT_NOT_WHOLE
        sizes = sizes_of(store, EXCHANGE)
        counts = (
            _counted(len(sizes.days), "day"),
            _counted(sizes.orders, "order"),
            _counted(sizes.executions, "execution"),
        )
        span = f" from {sizes.days[0]} to {sizes.days[-1]}" if sizes.days else ""
        megabytes = f"{sizes.size / _MEGABYTE:,.1f} MB"
        write_text(f"The history is whole ({store.where}): {', '.join(counts)}{span}, {megabytes}.\n")
        return EXIT_DONE

    def _forget(self, store: Store) -> int:
        options = self._options
        account = self._account(store)
        left = sorted(self._file.parent.glob(f"{self._file.stem}.tail*"))
        if left and not options.everything:
            raise HistoryError(
                "IB Monitor has ended suddenly or is running, and what came last is not in the history yet "
                f"({left[0]}). Start it once, close it, and forget then."
            )
        what = (
            f"all of account {self._hide(account)}"
            if account
            else f"all days before {options.before}"
            if options.before
            else "everything"
        )
        if not options.yes and not _is_confirmed(f"Remove {what} from the history {store.where} for ever?"):
            return EXIT_WRONG_USAGE
        writing = open_store(self._place)
        try:
            for note in writing.notes:
                _complain(note)
            if writing.is_read_only:
                raise HistoryError(f"Nothing was removed. {writing.why_read_only}")
            if options.before:
                done = Forgotten(forget_before(writing, options.before, EXCHANGE), 0, 0, 0)
            else:
                done = forget_account(writing, account) if account else forget_everything(writing)
        finally:
            writing.close()
        if options.everything:
            for file in left:
                file.unlink(missing_ok=True)
        removed = _counted(done.executions, "execution")
        write_text(f"Removed {what}: {removed}. Backups that you have made are not changed.\n")
        return EXIT_DONE

    # Hidden accounts

    def _names_of_accounts(self, places: Places) -> Pseudonyms | None:
        """The names under which accounts are shown while they are hidden; `None` while they are not."""
        if not self._settings.hide_accounts:
            return None
        secret, problems = load_pseudonym_secret(places.pseudonyms_file)
        for problem in problems:
            _complain(problem)
        return Pseudonyms(secret)

    @property
    def _hide(self) -> Hide:
        return str if self._names is None else self._names.hide

    def _reveal(self, typed: str) -> str:
        return typed if self._names is None else self._names.reveal(typed)


def _learn(names: Pseudonyms, store: Store) -> None:
    accounts = accounts_of(store)
    names.learn(accounts)
    for account in accounts:
        # So that its name is understood where it is typed.
        names.of(account)
    for xml in alias_lists(store):
        try:
            names.learn_aliases({alias: account for account, alias in parse_aliases(xml).items()})
        except FaXmlError:
            continue


def _is_confirmed(question: str) -> bool:
    """Ask on the terminal. Raises `UsageError` where there is none."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here: add --yes if you are sure.")
    try:
        return input(f"{question} Type yes: ").strip().casefold() == "yes"
    except EOFError:
        return False


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _complain(problem: str) -> None:
    sys.stderr.write(f"ibmonitor: {problem}\n")


def _refuse(problem: str, exit_code: int) -> int:
    _complain(problem)
    return exit_code
