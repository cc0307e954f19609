"""What stands between the pairs of an alignment: divided and joined passages, lone ones, ones without words."""

from __future__ import annotations

from i18n_site.formats.markdown import read_document
from i18n_site.publish.adoption import adopt_document, adopted_messages
from i18n_site.publish.align import DOUBTFUL, SURE, align

EN = [
    "# The farm",
    "The cooperative was founded in 1987 by nine members, who had no land.",
    "It grows vegetables on forty hectares of public land. It sells them at [the gate](shop.md), to all who come by.",
    "Tomatoes are sold from the first days of June, see `stock.csv`.",
    "## How to join",
    "Write to us, and come to the next assembly.",
]
ES = [
    "# La granja",
    "La cooperativa fue fundada en 1987 por nueve miembros, que no tenían tierra.",
    "Cultiva verduras en cuarenta hectáreas de tierra pública. Las vende en [la entrada](shop.md), a quienes pasen por allí.",
    "Los tomates se venden desde los primeros días de junio, véase `stock.csv`.",
    "## Cómo unirse",
    "Escríbanos, y venga a la próxima asamblea.",
]


def read(blocks, path="content/pages/a.md"):
    return read_document("\n\n".join(blocks).encode(), path=path, section="pages", slug="a")


def adopt(source, target):
    return adopt_document("content/pages/a.md", read(source), read(target, "es/a.md"), language="en", locale="es")


def texts(adoption):
    return {pair.source.key.msgid: pair.text for pair in adoption.pairs if pair.source in adoption.sure}


def test_a_paragraph_that_a_translator_divided_is_doubtful_and_has_both_halves():
    at = ES[2].index(" Las")
    adoption = adopt(EN, [*ES[:2], ES[2][:at], ES[2][at + 1 :], *ES[3:]])
    (pair,) = (pair for pair in adoption.pairs if pair.source.key.msgid == EN[2])
    assert (pair.text, pair.source in adoption.sure, adoption.findings) == (ES[2], False, ())
    assert texts(adoption).items() >= {EN[3]: ES[3], EN[5]: ES[5]}.items()


def test_a_divided_text_that_no_blanks_separate_is_joined_without_one():
    source = ["Tomatoes are sold at the gate from June. Potatoes are kept until the spring of the next year.", "# A", "Bye."]
    target = ["トマトは六月から門の前で売られます。", "じゃがいもは翌年の春まで保存されます。", "# A", "では。"]
    adoption = adopt(source, target)
    (message,) = (message for message in adopted_messages([adoption], 1)[0] if message.key.msgid == source[0])
    assert (message.msgstr, message.fuzzy) == (("".join(target[:2]),), True)


def test_a_translation_that_holds_two_paragraphs_is_doubtful_as_that_of_one():
    adoption = adopt(EN, [ES[0], f"{ES[1]} {ES[2]}", *ES[3:]])
    assert not texts(adoption).keys() & {EN[1], EN[2]}
    assert texts(adoption).items() >= {EN[3]: ES[3], EN[5]: ES[5]}.items()


def test_a_paragraph_that_only_the_translation_has_makes_no_other_doubtful():
    for place in (1, 3, 4, 6):
        own = "Este párrafo es de la traductora, que lo ha escrito para los lectores de su país, y no está en el original."
        adoption = adopt(EN, [*ES[:place], own, *ES[place:]])
        assert texts(adoption).items() >= {EN[2]: ES[2], EN[3]: ES[3], EN[5]: ES[5]}.items()
        assert [finding.line for finding in adoption.findings] == [2 * place + 1]


def test_what_stands_alone_between_pairs_is_doubtful_rather_than_left_out_where_all_else_is_in_step():
    source = [f"Paragraph {number} of `code{number}.py` is here." for number in range(20)]
    target = [f"El párrafo {number} de `code{number}.py` está aquí." for number in range(20)]
    source[10], target[10] = "Sure, why not.", "Claro que sí, con mucho gusto y cuando usted quiera."
    (pair,) = (pair for pair in align(read(source), read(target)) if pair.source.key.msgid == "Sure, why not.")
    assert (pair.target.key.msgid, DOUBTFUL <= pair.confidence < SURE) == (target[10], True)
    # where a passage is missing elsewhere as well, the place alone says nothing
    assert "Sure, why not." not in {pair.source.key.msgid for pair in align(read(source), read(target[1:]))}


def test_code_alone_translates_what_an_article_stands_before():
    source = ["It holds:", "* The `username`.\n* The `password`.\n* A `scope` of strings.", "End of it."]
    target = ["次を含みます:", "* `username`\n* `password`\n* 文字列の `scope`", "以上です。"]
    adoption = adopt(source, target)
    found = {pair.source.key.msgid: pair.text for pair in adoption.pairs}
    assert (found["The `username`."], found["The `password`."]) == ("`username`", "`password`")
    other = [target[0], target[1].replace("`username`", "`user`"), target[2]]
    assert "The `username`." not in {pair.source.key.msgid for pair in align(read(source), read(other))}


def test_names_that_a_translation_keeps_are_translated_and_a_sentence_that_it_keeps_is_not():
    names = ["Piero Molino, Yaroslav Dudin and Sai Miryala", "Linux, macOS, Windows Bash", "Microsoft SQL Server, etc."]
    for name in names:
        assert texts(adopt([*EN, name], [*ES, name])).get(name) == name
    left = "Its members meet in spring."
    assert left not in texts(adopt([*EN, left], [*ES, left]))
