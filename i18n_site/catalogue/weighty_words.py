"""Words whose coming, going or exchange turns what a sentence says, by language. Data only.

They negate, oblige or allow, quantify, limit, decide, place in time, or name a date. Written without capitals, apostrophes
straight.
A language that is not here has no small changes of wording: see `staleness.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTY_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        """
        no not non none nobody nothing nowhere never neither nor without cannot lack lacks hardly barely scarcely
        rarely seldom fail fails failed refuse refuses refused deny denies denied stop stops stopped unlike except
        unless but however although

        can could may might must shall should will would ought need needs needed required require requires optional
        mandatory compulsory obligatory allowed allow allows permitted permit permits forbidden forbid forbids
        prohibited prohibits possible impossible able unable likely unlikely perhaps maybe probably certainly always
        sometimes often usually

        all any some every each everyone everybody anyone anybody someone somebody both either half few fewer little
        less least many more most much several enough only just almost nearly about approximately exactly minimum
        maximum max min majority minority once twice double triple dozen dozens hundred hundreds thousand thousands
        million millions billion billions zero one two three four five six seven eight nine ten eleven twelve thirteen
        fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
        first second third fourth fifth sixth seventh eighth ninth tenth last next previous quarter quarters percent
        increase increases increased decrease decreases decreased rise rises rose fall falls fell above below higher
        lower

        before after until till since during if when while yesterday today tomorrow ago daily weekly monthly yearly
        january february march april may june july august september october november december monday tuesday wednesday
        thursday friday saturday sunday day days week weeks month months year years hour hours minute minutes or free
        open closed off

        accept accepts accepted reject rejects rejected approve approves approved disapprove adopt adopts adopted repeal
        repealed abolish abolished cancel cancels cancelled canceled postpone postponed ban bans banned support supports
        supported oppose opposes opposed against favour favor include includes included including exclude excludes
        excluded excluding win wins won lose loses lost gain gains gained join joins joined leave leaves true false right
        wrong better worse best worst success failure
        """.split()
    ),
    "fr": frozenset(
        """
        ne n pas non aucun aucune nul nulle rien jamais personne ni sans plus guère sauf hormis malgré mais

        peut peuvent pouvoir pourra pourrait doit doivent devoir devra devrait faut faudra faudrait obligatoire
        facultatif facultative interdit interdite permis permise autorisé autorisée possible impossible toujours
        parfois souvent peut-être

        tout toute tous toutes chaque quelque quelques certains certaines plusieurs moins peu beaucoup trop assez seul
        seule seulement uniquement environ presque exactement moitié double minimum maximum majorité minorité zéro
        deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante
        cinquante soixante cent cents mille million millions premier première deuxième second seconde troisième
        dernier dernière prochain prochaine hausse baisse supérieur inférieur

        avant après jusque jusqu'à jusqu'au depuis dès pendant si quand lorsque hier aujourd'hui demain janvier
        février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi
        vendredi samedi dimanche jour jours semaine semaines mois an ans année années heure heures ou gratuit gratuite
        ouvert ouverte fermé fermée
        """.split()
    ),
    "es": frozenset(
        """
        no ni nunca jamás nada nadie ningún ninguno ninguna sin tampoco salvo excepto aunque pero sino

        puede pueden poder podrá podría debe deben deber deberá debería obligatorio obligatoria opcional voluntario
        prohibido prohibida permitido permitida posible imposible siempre veces menudo quizás quizá

        todo toda todos todas cada algún alguno alguna algunos algunas varios varias más menos poco pocos pocas mucho
        muchos muchas sólo solo solamente únicamente casi aproximadamente exactamente mitad doble mínimo máximo
        mayoría minoría cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte
        treinta cuarenta cincuenta cien ciento mil millón millones primer primero primera segundo segunda tercer
        tercero tercera último última próximo próxima superior inferior

        antes después hasta desde durante si cuando ayer hoy mañana enero febrero marzo abril mayo junio julio agosto
        septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo día días semana
        semanas mes meses año años hora horas u gratis abierto abierta cerrado cerrada
        """.split()
    ),
}

NEGATING_PREFIXES = (
    "un",
    "in",
    "im",
    "il",
    "ir",
    "dis",
    "mis",
    "non",
    "non-",
    "anti",
    "anti-",
    "de",
    "des",
    "dé",
    "dés",
    "mal",
    "counter",
)
"""A word that gains or loses one has become its opposite, or may have."""

NEGATING_SUFFIXES = ("less", "-free")
"""Likewise, on the stem: careful, careless."""
