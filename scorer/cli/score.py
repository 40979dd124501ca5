"""``scorer score``: a batch of articles in, one row each out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from scorer.cli import _options as options
from scorer.cli._options import Engine, Jobs, LogFormat, OutputFormat, Overwrite, ProgressMode
from scorer.cli.errors import guarded, log_as
from scorer.errors import ConfigError


@guarded
@options.with_reading
def score(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files, folders, patterns, addresses (s3://...), '-' for stdin: JSONL, JSON, CSV, "
            "TSV, Parquet, Arrow, text, Markdown, HTML, WARC, RSS and Atom; also .gz .zst .bz2.",
            show_default=False,
        ),
    ],
    format_: Annotated[
        OutputFormat | None,
        typer.Option("--format", help="Output; a table on a terminal, else jsonl, by default."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write there when complete; a path, or an address such as s3://bucket/name.",
        ),
    ] = None,
    overwrite: Overwrite = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an unfinished run of the same command.")
    ] = False,
    shard_rows: Annotated[
        int | None,
        typer.Option(
            "--shard-rows",
            metavar="N",
            min=1,
            help="Write files of N rows and a manifest into the folder --output.",
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="NAMES",
            help="Write these columns of the flat form only: id,score,promotion.fraction or all.",
        ),
    ] = None,
    jobs: Jobs = 1,
    batch_size: Annotated[
        int | None,
        typer.Option(
            "--batch-size", metavar="N", min=1, help="Records that a worker gets at a time."
        ),
    ] = None,
    checkpoint_every: Annotated[
        float,
        typer.Option(
            "--checkpoint-every",
            metavar="SECONDS",
            min=0,
            help="What a crash costs at most; 0 for each batch.",
        ),
    ] = 5.0,
    work_dir: Annotated[
        Path | None,
        typer.Option(
            "--work-dir", metavar="DIR", help="Where the unfinished file of an address lies."
        ),
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(
            "--fail-under",
            metavar="X",
            min=0,
            max=100,
            help="Exit with 1 if any scored article is below X.",
        ),
    ] = None,
    rejects: Annotated[
        str | None,
        typer.Option("--rejects", metavar="FILE", help="Write rejected records there (JSONL)."),
    ] = None,
    max_errors: Annotated[
        int | None,
        typer.Option(
            "--max-errors", metavar="N", min=0, help="Stop when more than N records are rejected."
        ),
    ] = None,
    summary_json: Annotated[
        Path | None,
        typer.Option("--summary-json", metavar="FILE", help="Write the summary there as JSON."),
    ] = None,
    metrics: Annotated[
        Path | None,
        typer.Option(
            "--metrics", metavar="FILE", help="Write counts there for Prometheus (textfile)."
        ),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            "--shard",
            metavar="I/N",
            help="Score part I of N, for job arrays; {shard} in names of outputs becomes I-of-N.",
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help="Keep scores there too: run.db, or postgresql://user@host/database.",
        ),
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="What runs it; ray and spark write a folder.")
    ] = Engine.local,
    ray_address: Annotated[
        str | None,
        typer.Option(
            "--ray-address", metavar="ADDRESS", help="Cluster of --engine ray; one is started else."
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="FILE|URL",
            help="Compare each article with its source's last ones: a file of 'scorer sources "
            "--baseline-out', or a store.",
        ),
    ] = None,
    aliases: Annotated[
        Path | None,
        typer.Option(
            "--aliases",
            metavar="FILE",
            help="Names that mean one source (TOML, JSON), for --baseline STORE.",
        ),
    ] = None,
    *,
    reading: options.Reading,
    keep_fields: Annotated[
        str | None,
        typer.Option(
            "--keep-fields",
            metavar="NAMES",
            help="Carry fields of the input in each row, under 'fields': a,b,c, or all.",
        ),
    ] = None,
    max_record_bytes: Annotated[
        int | None,
        typer.Option(
            "--max-record-bytes",
            metavar="N",
            min=1,
            help="Reject a record over N bytes; 64 MiB by default.",
        ),
    ] = None,
    max_characters: Annotated[
        int | None,
        typer.Option(
            "--max-characters",
            metavar="N",
            min=1,
            help="Reject an article over N characters; 20,000,000 by default.",
        ),
    ] = None,
    max_seconds: Annotated[
        float | None,
        typer.Option(
            "--max-seconds",
            metavar="S",
            help="Reject an article that takes more than S seconds of CPU; 60 by default.",
        ),
    ] = None,
    max_unpacked_ratio: Annotated[
        int | None,
        typer.Option(
            "--max-unpacked-ratio",
            metavar="N",
            min=1,
            help="Stop reading a packed file over N times its size; 200 by default.",
        ),
    ] = None,
    progress: Annotated[
        ProgressMode,
        typer.Option("--progress", help="A bar on a terminal; JSON lines on stderr; nothing."),
    ] = ProgressMode.auto,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="How stderr is written.")
    ] = LogFormat.text,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, notes or summary.")
    ] = False,
) -> None:
    """Score articles: one row each, in the order of the input.

    Records that cannot be scored get a row too, with a code and a message; the run goes on and
    exits with 3.
    """
    from scorer.cli import _outputs as outputs
    from scorer.cli._baseline import with_baseline
    from scorer.cli._run import Job
    from scorer.io import readers
    from scorer.io.share import names_of
    from scorer.io.sources import resolve

    log_as(is_json=log_format is LogFormat.json)
    if fail_under is not None and math.isnan(fail_under):
        raise ConfigError("--fail-under: NaN is no score")
    fields = reading.fields(options.names(keep_fields))
    if engine is not Engine.local:
        from scorer.cli import _engine

        refused = {
            "--format": format_,
            "--resume": resume,
            "--shard": shard,
            "--batch-size": batch_size,
            "--columns": columns,
            "--encoding": reading.encoding,
            "--max-record-bytes": max_record_bytes,
            "--max-unpacked-ratio": max_unpacked_ratio,
            "--work-dir": work_dir,
            "--rejects": rejects,
            "--max-errors": max_errors,
            "--summary-json": summary_json,
            "--metrics": metrics,
            "--store": store,
            "--baseline": baseline,
            "--aliases": aliases,
        }
        _engine.check(engine, refused, ray_address=ray_address)
        _engine.EngineJob(
            engine=engine,
            sources=resolve(inputs, reading.input_format),
            fields=fields,
            output=output,
            overwrite=overwrite,
            model=reading.model,
            jobs=jobs,
            rows=shard_rows,
            fail_under=fail_under,
            ray_address=ray_address,
            is_quiet=quiet,
        ).run()
    if ray_address is not None:
        raise ConfigError("--ray-address goes with --engine ray")
    share, (output, rejects, summary_json, metrics) = names_of(
        shard, (output, rejects, summary_json, metrics)
    )
    target = outputs.target_of(output, format_, shard_rows=shard_rows or 0, work_dir=work_dir)
    outputs.check_target(target, overwrite=overwrite, resume=resume)
    rejects_target = outputs.rejects_of(rejects, work_dir, overwrite=overwrite, resume=resume)
    for path in (summary_json, metrics):
        outputs.check_small(path)
    place = None
    if store is not None:
        from scorer.store import address_of

        place = address_of(store)
    resolved = resolve(inputs, reading.input_format)
    limits = options.reading_limits(max_record_bytes, max_unpacked_ratio)
    readers.check(resolved.sources, fields, limits=limits, encoding=reading.encoding)
    outputs.check_names(
        {
            "--output": None if target.place is None else target.local,
            "--rejects": None if rejects_target is None else rejects_target.local,
            "--summary-json": summary_json,
            "--metrics": metrics,
            "--store": None if place is None else place.path,
        },
        resolved.sources,
    )

    chosen = outputs.columns_of(columns, target)
    own_limits = options.scoring_limits(max_characters, max_seconds)
    from scorer.api import Scorer

    scorer, baseline = with_baseline(
        Scorer.load(reading.model, limits=own_limits), baseline, aliases
    )
    Job(
        scorer=scorer,
        baseline=baseline,
        own_limits=own_limits,
        sources=resolved.sources,
        share=share,
        fields=fields,
        limits=limits,
        encoding=reading.encoding,
        target=target,
        columns=chosen,
        rejects=rejects_target,
        overwrite=overwrite,
        resume=resume,
        jobs=jobs,
        batch_size=batch_size,
        checkpoint_every=checkpoint_every,
        fail_under=fail_under,
        max_errors=max_errors,
        summary=summary_json,
        metrics=metrics,
        store=place,
        progress=ProgressMode.none if quiet else progress,
        is_quiet=quiet,
        notes=resolved.notes,
    ).run()
