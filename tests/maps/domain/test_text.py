"""The merge of texts: E3 of docs/PROTOCOL.md."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.domain.text import merge_words

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "merges.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_e3_vectors(vector: dict[str, str]) -> None:
    assert merge_words(vector["base"], vector["first"], vector["second"]) == vector["merged"]


words = st.lists(st.sampled_from(["wait", "queue", "gate", "a", "b", "🙂", "señal"]), max_size=8)


def inserted(base: list[str], text: list[str]) -> Counter[str]:
    return Counter(text) - Counter(base)


@given(base=words, first=words, second=words)
def test_e3_no_inserted_word_is_lost(base: list[str], first: list[str], second: list[str]) -> None:
    merged = Counter(merge_words(" ".join(base), " ".join(first), " ".join(second)).split())
    for text in (first, second):
        for word, count in inserted(base, text).items():
            assert merged[word] >= count


@given(base=words, text=words)
def test_e3_one_writer_alone_gets_their_text(base: list[str], text: list[str]) -> None:
    before, after = " ".join(base), " ".join(text)
    assert merge_words(before, after, before) == after
    assert merge_words(before, before, after) == after
    assert merge_words(before, after, after) == after


def test_e3_long_texts_that_have_nothing_in_common_hold_nobody_up() -> None:
    texts = [" ".join(f"{writer}{number * 7919 % 1009}" for number in range(1400)) for writer in "abc"]
    begun = time.thread_time()
    merged = merge_words(*texts)
    assert time.thread_time() - begun < 0.3
    assert Counter(texts[1].split()) + Counter(texts[2].split()) == Counter(merged.split())
