"""Edits as authors make them, each in both directions, and what becomes of the translation with the default table."""

from __future__ import annotations

import pytest

from i18n_site.catalogue.policy import Policy, Treatment
from i18n_site.catalogue.staleness import find_changes

TURNED = [
    ("Members must pay their fees.", "Members may pay their fees."),
    ("Members must pay their fees.", "Members should pay their fees."),
    ("You can vote online.", "You cannot vote online."),
    ("You can vote online.", "You can't vote online."),
    ("All members can attend.", "Some members can attend."),
    ("All members can attend.", "Most members can attend."),
    ("The meeting is open to members.", "The meeting is not open to members."),
    ("The meeting is open to the members.", "Is the meeting open to the members?"),
    ("It is allowed to smoke in the hall of the office.", "It is forbidden to smoke in the hall of the office."),
    ("Nobody was hurt in the fire at the plant.", "Somebody was hurt in the fire at the plant."),
    ("Registration is required before the meeting starts.", "Registration is optional before the meeting starts."),
    ("Only worker members elect the board of the cooperative.", "Worker members elect the board of the cooperative."),
    ("The board meets without the president.", "The board meets with the president."),
    ("We have at least three members in each region today.", "We have at most three members in each region today."),
    ("This is legal in all the countries.", "This is illegal in all the countries."),
    ("The project never failed to find funding.", "The project often failed to find funding."),
    ("Membership is possible for cooperatives of any size.", "Membership is impossible for cooperatives of any size."),
    ("Pay before the end of the month or lose your vote.", "Pay after the end of the month or lose your vote."),
    ("More members joined the network this year again.", "Fewer members joined the network this year again."),
    ("The number of jobs increased in the whole sector.", "The number of jobs decreased in the whole sector."),
    ("Accept the proposal of the board by tomorrow evening.", "Reject the proposal of the board by tomorrow evening."),
    ("We no longer accept cheques at the office door.", "We now accept cheques at the office door."),
    ("Both members voted in favour of the motion today.", "Neither members voted in favour of the motion today."),
    ("You need not sign the form at the meeting.", "You need to sign the form at the meeting."),
    ("Two members voted.", "Three members voted."),
    ("It costs five euros for each member of the group.", "It costs fifty euros for each member of the group."),
    ("Entry is free for members and for their guests.", "Entry is not free for members and for their guests."),
    ("He said he would come to Athens.", "Would he come to Athens?"),
    ("We won the case.", "We won the case?"),
    ("The law was adopted.", "The law was ~~adopted~~ rejected."),
    ("Unable to pay the fees of the year.", "Able to pay the fees of the year."),
    ("We disagree with the new law of the country.", "We agree with the new law of the country."),
    ("Cooperatives, unlike firms, can vote here.", "Cooperatives, like firms, can vote here."),
    ("Hardly any members came to the meeting at noon.", "Many members came to the meeting at noon."),
    ("You may enter.", "You may enter?"),
    ("Do not panic", "Do panic"),
    ("This is a for-profit company that the workers own.", "This is a not-for-profit company that the workers own."),
    ("The board agrees with the workers of the plant in Turin.", "The board disagreed with the workers of the plant in Turin."),
    ("Avoid the use of the old forms when you write.", "Prefer the use of the old forms when you write."),
    ("Prohibit the sale of the plant to the state in Italy.", "Encourage the sale of the plant to the state in Italy."),
    ("The firm is a member of the federation in Rome.", "The firm is a former member of the federation in Rome."),
    ("We do ask the members to come to Rome.", "We dont ask the members to come to Rome."),
    ("Members pay the fees to the house in Rome in May.", "Members have to pay the fees to the house in Rome in May."),
    ("Each member pays the fees to the house in Rome in May.", "Each member has to pay the fees to the house in Rome in May."),
    ("Members are asked to pay the fees to the house.", "Members are obliged to pay the fees to the house."),
    ("Members are exempt from the fees of the house in Rome.", "Members are liable for the fees of the house in Rome."),
    ("Over 50 members came to the hall in the old town.", "Under 50 members came to the hall in the old town."),
    ("It takes 50 members to call a vote in the hall.", "It takes up to 50 members to call a vote in the hall."),
    ("The firm is partly owned by the workers of the plant.", "The firm is fully owned by the workers of the plant."),
    ("The firm is owned by the workers of the plant there.", "The firm is mainly owned by the workers of the plant there."),
    ("The workers of the plant own a single share of it.", "The workers of the plant own multiple shares of it."),
    ("A couple of members came to the hall in town.", "A lot of members came to the hall in town."),
    ("Prices of the goods in the shop have doubled here.", "Prices of the goods in the shop have halved here."),
    ("It has twenty-five members in the whole of Italy now.", "It has thirty-five members in the whole of Italy now."),
    ("The eleventh of the meetings was held in Rome here.", "The twelfth of the meetings was held in Rome here."),
    ("The doors of the hall open at 10 am in Rome.", "The doors of the hall open at 10 pm in Rome."),
    ("We need ≥ 50 votes for that plan.", "We need ≤ 50 votes for that plan."),
    ("It has 50+ members in Rome.", "It has 50 members in Rome."),
    ("✓ free entry", "✗ free entry"),
]
"""They turn what is said: fuzzy, and not even served as stale."""
FUZZY = [
    ("It happens every year in June in Athens.", "It happens every month in June in Athens."),
    ("It is *important* to us.", "It is **important** to us."),
    ("welcome to us", "Welcome to us"),
    ("Welcome!", "Welcome."),
    ("We organised the meeting in Athens in June this year.", "We organized the meeting in Athens in June this year."),
    ("The general assembly was held in the city of Athens.", "A quite different thing entirely happened to us then."),
]
"""A translator looks at them."""
PATCHED = [
    ("See [the report](https://a.org/1).", "See [the report](https://a.org/2)."),
    ("Run `pip install x` now.", "Run `pip install y` now."),
    ("Run `echo “hi”` now.", 'Run `echo "hi"` now.'),
    ("Read [the guide](docs/a–b.md).", "Read [the guide](docs/a-b.md)."),
    ("See https://a.org/a­b", "See https://a.org/ab"),
    ("See <https://a.org>", "See <https://b.org>"),
    ("Mail us at a@b.org now", "Mail us at c@b.org now"),
    ("![logo](a.png)", "![logo](b.png)"),
]
"""What changed is replaced in the translation."""
PATCHED_FUZZY = [
    ("In 2019 there were 50 members.", "In 2020 there were 50 members."),
    ("3.5 % of members", "35 % of members"),
    ("Meet at 10:00 on Monday", "Meet at 11:00 on Monday"),
    ("会員は52人です。", "会員は53人です。"),
]
"""It is replaced, and a translator looks at it."""
CARRIED = [
    ("Welcome", "Welcome."),
    ("Wait...", "Wait…"),
    ('He said "yes"', "He said “yes”"),
    ("two  spaces", "two spaces"),
    ("It's ours - all", "It’s ours – all"),
    ("You may enter.", "You may enter…"),
    ("Don’t panic", "Don't panic"),
    ("Our members meet (in June)", "Our members meet (in June)."),
    ('He said "welcome to all".', 'He said "welcome to all."'),
    ("Read ‹this›", "Read ‘this’"),
    ("会員は「投票」できます", "会員は『投票』できます。"),
]
"""Nothing a translator need look at."""
IN_OTHER_LANGUAGES = [
    ("fr", "On pense qu'un accord se fera entre les villes.", "On pense qu'aucun accord se fera entre les villes."),
    ("fr", "Ils sont priés de payer la cotisation de la maison.", "Ils sont tenus de payer la cotisation de la maison."),
    ("fr", "Nous payons la cotisation de la maison à la ville.", "Nous devons payer la cotisation de la maison à la ville."),
    ("fr", "La plupart des membres de la maison sont à Rome.", "La totalité des membres de la maison sont à Rome."),
    ("fr", "Il a été fondé en fin d'avril par la ville.", "Il a été fondé en fin d’août par la ville."),
    ("fr", "Il y a vingt-cinq membres dans la ville de Rome.", "Il y a trente-cinq membres dans la ville de Rome."),
    ("es", "Los socios pagan la cuota de la casa en Roma.", "Los socios tienen que pagar la cuota de la casa en Roma."),
    ("es", "Los socios podrán pagar la cuota de la casa.", "Los socios deberán pagar la cuota de la casa."),
    ("es", "La mayor parte de la gente de Roma vino.", "La totalidad de la gente de Roma vino."),
    ("de", "Die Mitglieder haben den Plan in Rom gesehen.", "Die Mitglieder haben den Plan in Rom nicht gesehen."),
    ("ja", "会員は投票できます。", "会員は投票できません。"),
    ("ja", "詳しくはhttps://coop.example/aを見てください。", "詳しくはhttps://coop.example/aを見ないでください。"),
    ("ja", "連絡はa@coop.exampleまでお願いします。", "連絡はa@coop.exampleまで不要です。"),
    ("ar", "اجتمع أعضاء التعاونية في روما.", "اجتمع أعضاء التعاونية في روما؟"),
]
"""They turn what is said, too: BCP 47 tag of the source, and both texts."""
NEVER_CURRENT_UNSEEN = [
    ("Price: 5 €", "Price: 5 $"),
    ("-5 degrees here", "5 degrees here"),
    ("{members} members", "{countries} members"),
]
"""Whatever is replaced in the translation, it is not carried as it is."""


def both_ways(pairs):
    return pytest.mark.parametrize(("old", "new"), [*pairs, *((new, old) for old, new in pairs)])


def treat(old, new):
    return Policy().treat(find_changes(old, new))


@both_ways(TURNED)
def test_a_turn_of_meaning_is_looked_at_and_never_served(old, new):
    assert treat(old, new) is Treatment.FUZZY
    assert not Policy().serves(find_changes(old, new))


@pytest.mark.parametrize(("language", "old", "new"), IN_OTHER_LANGUAGES)
def test_a_turn_of_meaning_is_known_in_other_languages(language, old, new):
    policy = Policy(language)
    for changes in (find_changes(old, new, language=language), find_changes(new, old, language=language)):
        assert policy.treat(changes) is Treatment.FUZZY
        assert not policy.serves(changes)


@both_ways(FUZZY)
def test_another_wording_or_another_mark_is_looked_at(old, new):
    assert treat(old, new) is Treatment.FUZZY


@both_ways(PATCHED)
def test_another_address_or_piece_of_code_is_replaced(old, new):
    assert treat(old, new) is Treatment.PATCH


@both_ways(PATCHED_FUZZY)
def test_another_number_is_replaced_and_looked_at(old, new):
    assert treat(old, new) is Treatment.PATCH_FUZZY


@both_ways(CARRIED)
def test_typography_and_a_final_stop_cost_nobody_a_look(old, new):
    assert treat(old, new) is Treatment.CARRY


@both_ways(NEVER_CURRENT_UNSEEN)
def test_another_unit_sign_or_figure_is_never_carried(old, new):
    assert treat(old, new) is not Treatment.CARRY
