"""Every error that scorer raises on purpose.

::

    ScorerError
    ├── InputError (ValueError)
    │   ├── RecordError               one record cannot be scored; the run goes on
    │   ├── TooManyRejectsError       more records were rejected than --max-errors allows
    │   └── UnsupportedFormatError    a file whose format scorer does not read
    ├── ModelError
    │   ├── ModelNotFoundError (FileNotFoundError)
    │   ├── ModelIntegrityError       a file differs from its SHA-256 in the manifest
    │   └── ModelVersionError         the model needs a signal this version does not measure
    ├── FeatureError
    │   ├── UnknownFeatureError (LookupError)
    │   ├── DuplicateFeatureError
    │   └── ExtractionError           an extractor broke its own contract
    ├── BaselineError                 a baseline of sources that cannot be used
    │   ├── BaselineFormatError       damaged, or no baseline at all
    │   └── BaselineVersionError      of a newer version, or of another model
    ├── ConfigError                   an option or a missing extra
    ├── OutputError                   an output that exists, or cannot be written
    │   └── ResumeError               an unfinished run that cannot be gone on with
    └── StoreError
        ├── StoreAddressError         an address that names no store
        ├── StoreNotFoundError (FileNotFoundError)
        ├── StoreFormatError          a file that is no store, or damaged
        ├── StoreVersionError         a store from an older or newer version of scorer
        ├── StoreLockedError          another process is writing for too long
        ├── StoreFullError            no room on the disk
        ├── StoreReadOnlyError        it may not be written, or not be read
        └── StoreConnectionError      the server is down, or refuses

Each class carries a stable ``code`` that ``docs/errors.md`` explains. Bad articles are data, not
exceptions: :meth:`scorer.Scorer.score` returns a report with ``status="rejected"`` for them.
"""

from __future__ import annotations

from typing import ClassVar


class ScorerError(Exception):
    """Base of all errors of this package; its text says what, where and what to do next."""

    code: ClassVar[str] = "E000"


class InputError(ScorerError, ValueError):
    """Input that cannot be used."""

    code = "E100"


class RecordError(InputError):
    """One record cannot be scored.

    Parameters
    ----------
    reject_code : str
        Stable code of the reject, e.g. ``"no_text"``.
    message : str
        What is wrong with the record.

    Examples
    --------
    >>> RecordError("no_text", "record 3 has no field 'text'").reject_code
    'no_text'
    """

    code = "E101"

    def __init__(self, reject_code: str, message: str) -> None:
        super().__init__(message)
        self.reject_code = reject_code


class UnsupportedFormatError(InputError):
    """A file whose format scorer does not read."""

    code = "E102"


class TooManyRejectsError(InputError):
    """More records were rejected than ``--max-errors`` allows; the run can be resumed."""

    code = "E103"


class ModelError(ScorerError):
    """The model cannot be used."""

    code = "E200"


class ModelNotFoundError(ModelError, FileNotFoundError):
    """No model at the place named, or at any place searched."""

    code = "E201"


class ModelIntegrityError(ModelError):
    """A model file is damaged or differs from its SHA-256 in the manifest."""

    code = "E202"


class ModelVersionError(ModelError):
    """The model needs a signal, or a version of one, that this package does not measure."""

    code = "E203"


class FeatureError(ScorerError):
    """A signal is wrongly named or wrongly made."""

    code = "E300"


class UnknownFeatureError(FeatureError, LookupError):
    """No signal has that name."""

    code = "E301"


class DuplicateFeatureError(FeatureError):
    """Two extractors declare the same name."""

    code = "E302"


class ExtractionError(FeatureError):
    """An extractor broke its own contract (undeclared name, value out of range)."""

    code = "E303"


class ConfigError(ScorerError):
    """An option has no sense, or an extra is not installed."""

    code = "E400"


class OutputError(ScorerError):
    """An output exists already, or cannot be written: no folder, no permission, a full disk."""

    code = "E500"


class ResumeError(OutputError):
    """The unfinished run beside the output is not the one that was asked for, or is damaged."""

    code = "E501"


class StoreError(ScorerError):
    """A store that cannot be used; what it held before is still there."""

    code = "E600"


class StoreAddressError(StoreError):
    """An address that names no store: neither a file nor a PostgreSQL database."""

    code = "E601"


class StoreNotFoundError(StoreError, FileNotFoundError):
    """No store lies at that address, where one was to be read."""

    code = "E602"


class StoreFormatError(StoreError):
    """A file that is no database, one of another program, or a damaged one; it is left as it is."""

    code = "E603"


class StoreVersionError(StoreError):
    """A store from an older version (``scorer store upgrade`` brings it up) or from a newer one."""

    code = "E604"


class StoreLockedError(StoreError):
    """Another process kept the store locked for too long; run the same command again."""

    code = "E605"


class StoreFullError(StoreError):
    """No room on the store's disk; the transaction was undone as a whole."""

    code = "E606"


class StoreReadOnlyError(StoreError):
    """The store may not be written, or not even be opened, by this user."""

    code = "E607"


class StoreConnectionError(StoreError):
    """The server cannot be reached, refuses the user or the password, or has no such database."""

    code = "E608"


class BaselineError(ScorerError):
    """A baseline of sources cannot be used."""

    code = "E700"


class BaselineFormatError(BaselineError):
    """A file that is damaged, cut, or no baseline."""

    code = "E701"


class BaselineVersionError(BaselineError):
    """A baseline of a newer version, or made from scores of another model."""

    code = "E702"
