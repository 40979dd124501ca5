-- SQL over the Parquet output of scorer, with DuckDB. Each query stands under its name.
-- scores.parquet is the nested form, columns.parquet the flat one (--columns).

-- name: by_band
SELECT band, count(*) AS articles, round(avg(score), 1) AS mean_score
FROM 'scores.parquet'
WHERE status = 'scored'
GROUP BY band
ORDER BY mean_score;

-- name: worst_reasons
SELECT reason.code, count(*) AS articles, round(sum(reason.points), 1) AS points
FROM (SELECT unnest(reasons) AS reason FROM 'scores.parquet')
GROUP BY ALL
HAVING sum(reason.points) < 0
ORDER BY points;

-- name: promo_lines
SELECT id, span.label AS kind, span."start", span."end"
FROM (
    SELECT id, unnest(measurement.evidence) AS span
    FROM (SELECT id, unnest(measurements) AS measurement FROM 'scores.parquet')
    WHERE measurement.name = 'promotion.line_count'
)
ORDER BY id, span."start";

-- name: not_scored
SELECT status, notice.code, count(*) AS articles
FROM 'scores.parquet'
WHERE score IS NULL
GROUP BY ALL
ORDER BY articles DESC;

-- name: flat_averages
SELECT band, round(avg("promotion.line_count"), 2) AS promo_lines,
       round(avg("repetition.redundant_fraction"), 3) AS told_again
FROM 'columns.parquet'
WHERE status = 'scored'
GROUP BY band
ORDER BY band;

-- name: sum_of_points
SELECT id, abs(margin - base_points - list_sum([c.points FOR c IN contributions])) < 1e-9 AS adds_up
FROM 'scores.parquet'
WHERE status = 'scored';
