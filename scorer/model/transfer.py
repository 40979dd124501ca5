"""Models on their way to other processes: sent as bytes, unpacked once per process.

A model is named by the SHA-256 of its bytes, so that a process which has it already (a worker that
gets its hundredth task, say) does not build it again, and two models never stand for each other.
"""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections import OrderedDict

from scorer.model.artefact import Model, check_extractors

KEPT = 4
"""Models that a process remembers; who scores with more of them at once unpacks them again."""

_MODELS: OrderedDict[str, Model] = OrderedDict()
_LOCK = threading.Lock()


def pack(model: Model) -> tuple[str, bytes]:
    """Return the bytes of a model and their SHA-256, and remember the model here."""
    data = pickle.dumps(model, protocol=5)
    digest = hashlib.sha256(data).hexdigest()
    with _LOCK:
        _remember(digest, _MODELS.get(digest, model))
    return digest, data


def unpack(digest: str, data: bytes) -> Model:
    """Return the model of these bytes: the one at hand, or a new one.

    Raises
    ------
    ValueError
        The bytes are not those that the digest was made of.
    ModelVersionError
        This process has another version of the package, which does not measure what it needs.
    """
    with _LOCK:
        found = _MODELS.get(digest)
        if found is None:
            if hashlib.sha256(data).hexdigest() != digest:
                raise ValueError("a model was damaged on its way to this process")
            loaded: Model = pickle.loads(data)
            check_extractors(loaded)
            found = loaded
        _remember(digest, found)
    return found


def _remember(digest: str, model: Model) -> None:
    """Keep the models used last."""
    _MODELS[digest] = model
    _MODELS.move_to_end(digest)
    while len(_MODELS) > KEPT:
        _MODELS.popitem(last=False)
