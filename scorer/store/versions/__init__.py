"""One file a version of the tables, run in order by :mod:`scorer.store.migrate`."""
