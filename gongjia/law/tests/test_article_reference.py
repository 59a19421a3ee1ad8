import pytest

from gongjia.law.library.kinds import LibraryError, ref


@pytest.mark.parametrize("words", ["刑法i 276一", "劳动合同法 一1", "劳动合同法", "刑法 276之一1", ""])
def test_what_names_no_article_is_refused_with_a_sentence(words):
    with pytest.raises(LibraryError, match="劳动合同法 47"):
        ref(words)
