"""Stories: what is joined, what is not, who is first; in any order, with any input."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorer.schema import Article
from scorer.stories import Stories, StoryCluster
from scorer.stories.rows import cluster_schema
from tests.shared import ROOT
from tests.unit.stories.made import article, story

ORIGINAL = story(1)
PARTS = ORIGINAL.split("\n\n")
FOOTER = "Sign up for our letter and never miss a thing.\nAll rights reserved by this house alone."


def clusters(articles: Iterable[Article]) -> list[StoryCluster]:
    stories = Stories()
    stories.extend(articles)
    found = list(stories.clusters())
    validator = jsonschema.Draft202012Validator(cluster_schema())
    for row in found:
        validator.validate(row.to_dict())
        assert sum(item.relation is None for item in row.articles) >= 1
    return found


def groups(found: Iterable[StoryCluster]) -> set[frozenset[str]]:
    return {frozenset(item.key for item in row.articles) for row in found}


def test_whole_cropped_reordered_and_edited_copies_are_one_story() -> None:
    shuffled = list(PARTS)
    random.Random(3).shuffle(shuffled)
    edited = ORIGINAL.replace(" was ", " has been ").replace(" because ", " since ")
    made = {
        "whole": ORIGINAL,
        "head": "\n".join(PARTS[:3]),
        "tail": "\n".join(PARTS[3:]),
        "shuffled": " ".join(shuffled),
        "edited": edited,
        "framed": f"NEWS IN BRIEF\n{ORIGINAL}\n{FOOTER}",
    }
    articles = [article("first", ORIGINAL, 1)]
    articles += [article(name, text, 2) for name, text in made.items()]
    articles += [article(f"other{n}", story(100 + n), 2) for n in range(20)]
    found = clusters(articles)
    row = next(row for row in found if len(row.articles) > 1)
    assert {item.key for item in row.articles} == {"first", *made}
    assert row.earliest == "first"
    assert row.independent_accounts == 1
    assert row.circular
    roles = {item.key: item.role for item in row.articles}
    assert roles["first"] == "original"
    assert roles["whole"] == roles["framed"] == roles["head"] == "wholesale_duplicate"
    assert len(found) == 21


def test_shared_passages_are_the_same_words_in_both_texts() -> None:
    framed = f"“Brief” – news\u00a0today\n\n{PARTS[0]}\n{PARTS[2]}\n\n{FOOTER}"
    found = clusters([article("one", ORIGINAL, 1), article("two", framed, 2)])
    (row,) = found
    copy = row.articles[1]
    assert copy.copied_from == "one"
    assert copy.relation == "copy"
    assert copy.shared
    for item in copy.shared:
        mine, theirs = framed[item.start : item.end], ORIGINAL[item.from_start : item.from_end]
        assert mine.split() == theirs.split()
    assert sum(item.end - item.start for item in copy.shared) >= len(PARTS[0]) + len(PARTS[2]) - 4


def test_a_rewrite_is_found_and_its_sentences_are_matched() -> None:
    lines = (ROOT / "examples/stories.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line) for line in lines]
    rows = {row["id"]: row for row in texts}
    found = clusters(Article(**row) for row in texts)
    row = next(row for row in found if len(row.articles) == 3)
    rewrite = row.articles[2]
    assert (rewrite.key, rewrite.role, rewrite.relation) == ("daily-5", "remixed_copy", "rewrite")
    assert rewrite.copied_fraction > 0.6
    first = rewrite.shared[0]
    assert "cracks" in rows["daily-5"]["text"][first.start : first.end]
    assert "cracks" in rows["post-1"]["text"][first.from_start : first.from_end]
    # it says that it is from the wire; but what it tells stands in the first report only
    assert rewrite.declared_agrees is False
    assert row.articles[1].declared_agrees is True
    alone = {item.key for row in found for item in row.articles if len(row.articles) == 1}
    assert alone == {"radio-2", "weather-1", "weather-2"}


def test_footers_of_one_outlet_join_nothing() -> None:
    form = " ".join(f"Item {n} of this form must be filled in by the reader." for n in range(12))
    articles = [
        article(f"brief{n}", f"{story(n, 6)}\n{form}\n{FOOTER}", 3, source="one.example")
        for n in range(8)
    ]
    assert len(groups(clusters(articles))) == 8


@pytest.mark.parametrize(
    "template",
    [
        "Shares of {a} closed {x}.{y} percent up at {z}.20 crowns on {d}, the exchange said. "
        "Trading volume reached {p} thousand shares, {q} thousand more than the day before. "
        "Analysts of {b} had expected {r} crowns. The index of {c} ended the day at {s} points.",
        "{d} will be dry with highs of {x} degrees in {a} and lows of {y} in {b}. Winds reach {z} "
        "kilometres an hour near {c}. High water is at {p} and at {q}. Swimmers should expect {r} "
        "degrees in the bay, and {s} millimetres of rain are likely by the evening.",
        "{a} beat {b} {x} to {y} on {d} before {z} spectators in the {c} arena. They led after "
        "{p} minutes through a penalty, and missed {q} chances more. Coach of {b} changed {r} "
        "players at half time. {a} now stands at {s} points and meets the leader next week.",
    ],
)
def test_articles_of_a_series_are_not_copies(template: str) -> None:
    rng = random.Random(5)
    names = [
        f"{first}{last}"
        for first in ("Var", "Quel", "Tor", "Mel")
        for last in ("holm", "wick", "by")
    ]
    texts = []
    for _ in range(30):
        a, b, c = rng.sample(names, 3)
        numbers = {name: rng.randrange(2, 400) for name in "xyzpqrs"}
        day = rng.choice("Monday Tuesday Wednesday Thursday Friday".split())
        texts.append(template.format(a=a, b=b, c=c, d=day, **numbers))
    found = groups(clusters(article(f"s{n}", text, 4) for n, text in enumerate(texts)))
    assert len(found) == 30


def test_two_accounts_that_quote_one_statement_stay_two() -> None:
    statement = (
        "“We have gone through every ledger of the last eleven years and found that the money for "
        "the roof was spent on the organ, on the bells and on a journey of the choir, and I will "
        "not defend that in front of those who gave it, nor will I ask them to forgive it before "
        "the last coin is back where it belongs,” said provost Marit Elster. “Whoever knows more "
        "is asked to come to me, by day or by night, and will be heard without being named.”"
    )
    one = f"The chapter of Varnholm met in the old refectory for five hours. {statement}"
    two = f"Rain came through the nave while the bookkeepers were reading. {statement}"
    (row,) = clusters([article("one", one, 1), article("two", two, 1)])
    assert row.articles[1].role == "extensive_quoting"
    assert row.articles[1].relation == "quotation"
    assert {item.kind for item in row.articles[1].shared} == {"quotation"}
    assert row.independent_accounts == 2
    assert not row.circular


@pytest.mark.parametrize(("day", "accounts"), [(2, 2), (1, 1)])
def test_a_digest_of_two_reports_leaves_them_two_accounts(day: int, accounts: int) -> None:
    other = (
        "Nineteen helpers have hauled dozens of banned nets out of the lake of Tolmin, in what "
        "officials call the largest haul for a decade. Almost three tonnes of nylon lay on the "
        "jetty by evening. Petra Olsen, a teacher who had called for the day, said that she was "
        "shocked by the number of dead pike and perch. Inspector Dunne told her that patrols by "
        "night will begin in May. The ban dates from 1998, yet nobody has been fined since."
    )
    digest = article("digest", f"{ORIGINAL}\n\n{other}", day)
    articles = [
        article("one", ORIGINAL, 1),
        article("two", other, 1),
        article("copy", other, 2),
        digest,
    ]
    # on the day itself nobody knows whether it was the digest that the two were cut from
    (row,) = clusters(articles)
    assert row.independent_accounts == accounts
    assert row.circular is (accounts == 1)
    assert {item.account for item in row.articles if item.key in {"two", "copy"}} == {accounts}


def test_an_article_that_repeats_two_like_ones_makes_them_one_account() -> None:
    half = "\n\n".join(PARTS[: len(PARTS) // 2])
    (row,) = clusters(
        [article("one", ORIGINAL, 1), article("two", half, 2), article("three", ORIGINAL, 3)]
    )
    assert row.independent_accounts == 1


def test_result_does_not_depend_on_the_order() -> None:
    rng = random.Random(8)
    articles = []
    for n in range(6):
        text = story(n)
        articles.append(article(f"a{n}", text, 1 + n % 3))
        parts = text.split("\n\n")
        articles += [article(f"a{n}c{k}", "\n".join(rng.sample(parts, 4)), 1) for k in range(n % 4)]
    want = [row.to_dict() for row in clusters(articles)]
    for _ in range(2):
        rng.shuffle(articles)
        stories = Stories()
        for item in articles:
            stories.add(item)
        assert [row.to_dict() for row in stories.clusters()] == want


def test_adding_one_by_one_tells_what_each_is_like() -> None:
    stories = Stories()
    assert stories.add(article("one", ORIGINAL, 1)) == []
    stories.extend([article("other", story(9), 1)])
    (match,) = stories.add(article("two", "\n".join(PARTS[:3]), 2))
    assert (match.id, match.relation) == ("one", "copy")
    assert match.share > 0.95
    assert 0.4 < match.its_share < 0.8
    assert stories.add(article("two", "\n".join(PARTS[:3]), 2)) == []
    assert len(stories) == 3


def test_processes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scorer.stories.collection._FEW", 1)
    articles = [article(f"a{n}{k}", story(n), k + 1) for n in range(4) for k in range(2)]
    want = clusters(articles)
    stories = Stories()
    stories.extend(articles, jobs=2)
    assert list(stories.clusters(jobs=2)) == want
    assert {len(row.articles) for row in want} == {2}


# -- dates and declarations ------------------------------------------------------------------------


def test_a_declaration_overrules_the_date_and_says_so() -> None:
    late = f"{ORIGINAL}\n\nOriginal Source: https://first.example/story"
    (row,) = clusters(
        [article("first", ORIGINAL, 3, url="https://first.example/story"), article("copy", late, 2)]
    )
    assert row.earliest == "first"
    assert row.articles[1].declared_agrees is True
    assert "date_overruled" in {notice.code for notice in row.notices}


def test_chain_of_citations_is_circular_and_a_loop_is_told() -> None:
    def citing(name: str, of: str, day: int) -> Article:
        return article(name, f"{ORIGINAL}\n\nThis article first appeared on {of}.example.", day)

    (row,) = clusters([article("a", ORIGINAL, 1), citing("b", "a", 2), citing("c", "b", 3)])
    assert row.circular
    assert row.independent_accounts == 1
    assert [item.copied_from for item in row.articles] == [None, "a", "b"]
    assert all(item.declared_agrees for item in row.articles[1:])
    (row,) = clusters([citing("a", "b", 1), citing("b", "a", 1)])
    assert "declaration_loop" in {notice.code for notice in row.notices}
    assert row.circular
    (row,) = clusters([citing("a", "b", 1), citing("b", "c", 2), citing("c", "a", 3)])
    assert [item.key for item in row.articles] == ["a", "b", "c"]
    assert [notice.code for notice in row.notices].count("declaration_loop") == 1
    assert "date_overruled" not in {notice.code for notice in row.notices}


@pytest.mark.parametrize(
    "line",
    ["Original Source: one.example", "The post Ferry appeared first on One."],
)
def test_declaration_in_a_page_of_one_line_is_read(line: str) -> None:
    text = f"{' '.join(PARTS)} {line}"
    (row,) = clusters([article("one", ORIGINAL, 1), article("two", text, 2)])
    assert row.articles[1].declared_agrees is True


def test_declared_address_joins_what_shares_no_words() -> None:
    two = "Short and in words of its own.\n\nOriginal Source: https://www.one.example/x/#top"
    found = clusters(
        [article("one", ORIGINAL, 1, url="http://one.example/x"), article("two", two, 2)]
    )
    assert groups(found) == {frozenset({"one", "two"})}
    assert found[0].articles[1].relation == "declared"


@pytest.mark.parametrize("published", [None, "2024-02-31", "soon", "", "0000-00-00"])
def test_unusable_dates_come_last_and_are_told(published: str | None) -> None:
    undated = Article("z", ORIGINAL + "\n\nAn own last line of theirs.", published=published)
    (row,) = clusters([undated, article("dated", ORIGINAL, 9)])
    assert row.earliest == "dated"
    assert "undated" in {notice.code for notice in row.notices}


def test_clocks_that_nearly_agree_are_told() -> None:
    one = Article("one", ORIGINAL, source="one.example", published="2024-05-01T10:00:00Z")
    two = Article("two", ORIGINAL, source="two.example", published="2024-05-01T12:20:00+02:00")
    (row,) = clusters([one, two])
    assert row.earliest == "one"
    assert "order_uncertain" in {notice.code for notice in row.notices}


# -- input that is bad -----------------------------------------------------------------------------


def test_one_article_sent_fifty_times_is_one() -> None:
    (row,) = clusters([article("same", ORIGINAL, 1)] * 50)
    assert (len(row.articles), row.articles[0].times) == (1, 50)
    assert not row.circular


def test_one_text_under_fifty_ids_of_one_source_is_no_circle() -> None:
    (row,) = clusters(Article(f"id{n}", ORIGINAL, source="one.example") for n in range(50))
    assert len(row.articles) == 50
    assert row.independent_accounts == 1
    assert not row.circular


def test_ids_that_collide_get_keys_of_their_own() -> None:
    found = clusters([Article("x", ORIGINAL), Article("x", story(2)), Article("x", PARTS[0])])
    keys = [item.key for row in found for item in row.articles]
    assert len(set(keys)) == 3
    assert {item.id for row in found for item in row.articles} == {"x"}
    assert {item.copied_from for row in found for item in row.articles} - {None} <= set(keys)


def test_empty_odd_and_tiny_texts_are_kept_apart() -> None:
    texts = ["", " ", "\x00", "\ud800", "word", "🙂" * 50, "....", "Yes.\nNo.", "\u200b\u200b"]
    found = clusters(Article(f"t{n}", text) for n, text in enumerate(texts))
    assert sorted(item.key for row in found for item in row.articles) == [
        f"t{n}" for n in range(len(texts))
    ]


@pytest.mark.parametrize("unit", ["The same line stands here.\n", "Never say never, they say. "])
def test_texts_that_repeat_themselves_without_end(unit: str) -> None:
    found = clusters([article("one", unit * 30_000, 1), article("two", unit * 20_000, 2)])
    assert groups(found) == {frozenset({"one", "two"})}
    assert found[0].articles[1].copied_fraction > 0.95


def test_a_long_article_is_found_again_without_its_end() -> None:
    text = "\n".join(story(n, 30) for n in range(60))
    found = clusters([article("one", text, 1), article("two", text[: len(text) * 9 // 10], 2)])
    (row,) = found
    assert row.articles[1].role == "wholesale_duplicate"
    assert len(row.articles[1].shared) == 1


CHINESE = (
    "港务局星期二表决关闭旧渡口九个星期。两台起重机将从淤泥中吊起一百四十个浮筒，港务长表示，岛上的学校已经得到一辆公共汽车。"
    "渡口上一次修理是在一九八七年，当时冬季风暴卷走了码头的前端和一间出售熏鳗鱼的小亭。居民们担心药品供应会中断，"
    "市长答应每天派两艘渔船运送邮件和乘客。"
)
ARABIC = (
    "صوت مجلس الميناء يوم الثلاثاء على إغلاق رصيف العبارة القديم لمدة تسعة أسابيع "
    "وقال مدير الميناء إن رافعتين سترفعان مئة وأربعين عوامة من الطين وإن مدرسة "
    "الجزيرة وعدت بحافلة وكان الرصيف قد أصلح آخر مرة بعد عاصفة شتوية حملت رأس "
    "المرسى وكشكا كان يبيع السمك المدخن"
)


@pytest.mark.parametrize("text", [CHINESE, ARABIC])
def test_copies_in_other_scripts_are_found(text: str) -> None:
    half = text[len(text) // 4 :]
    other = "".join(random.Random(2).sample(text, len(text)))
    found = clusters([article("one", text, 1), article("two", half, 2), article("three", other, 2)])
    assert groups(found) == {frozenset({"one", "two"}), frozenset({"three"})}
    for item in next(row for row in found if len(row.articles) == 2).articles[1].shared:
        assert half[item.start : item.end] == text[item.from_start : item.from_end]


def test_german_function_words_make_no_rewrites() -> None:
    frame = "Der Rat der Stadt {} hat am Montag in der Sitzung über die {} und die {} beraten. "
    rng = random.Random(4)
    word = lambda: "".join(rng.choice("bdgklmnrst") + rng.choice("aeiou") for _ in range(4))  # noqa: E731
    texts = ["".join(frame.format(word(), word(), word()) for _ in range(6)) for _ in range(10)]
    assert len(clusters(article(f"g{n}", text, 1) for n, text in enumerate(texts))) == 10


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.one_of(
                st.text(max_size=80), st.sampled_from([ORIGINAL, PARTS[0], f"{PARTS[0]}{FOOTER}"])
            ),
            st.one_of(st.none(), st.text(max_size=12), st.just("2024-05-01")),
            st.one_of(st.none(), st.text(max_size=12), st.just("one.example")),
        ),
        max_size=8,
    )
)
def test_nothing_is_lost(given_: list[tuple[str, str, str | None, str | None]]) -> None:
    articles = [Article(i, t, published=p, source=s) for i, t, p, s in given_]
    found = clusters(articles)
    assert sum(item.times for row in found for item in row.articles) == len(articles)
    keys = [item.key for row in found for item in row.articles]
    assert len(keys) == len(set(keys))
    for row in found:
        for item in row.articles:
            assert item.copied_from is None or item.copied_from in {a.key for a in row.articles}
