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

        anti ex former formerly dont cant wont isnt arent wasnt werent doesnt didnt hasnt havent hadnt wouldnt shouldnt
        couldnt mustnt avoid avoids avoided prevent prevents prevented prohibit refrain refrains cease ceases ceased
        absent absence lacking failing exempt exempts exempted exception exceptions excepted void nil null nought instead
        withdraw withdraws withdrew withdrawn suspend suspends suspended revoke revokes revoked expire expires expired
        oblige obliges obliged obligation obligations obligated bound compel compelled forced entitled eligible liable
        recommend recommends recommended advise advises advised urge urged encourage encouraged invited expected supposed
        permission let lets voluntary voluntarily necessary necessarily essential authorise authorised authorize
        authorized consent binding dare duty over under up down out outside inside beyond within around roughly circa ca
        per average whole entire total part partly partially fully wholly entirely totally completely mostly mainly
        largely primarily chiefly principally solely exclusively merely sole single multiple numerous various certain
        couple pair handful lot lots plenty other others extra additional further plus minus sufficient unanimous
        unanimously overall doubled doubles doubling halved halve halves halving tripled triples trebled quadrupled
        twofold threefold tenfold thirds fifths tenths eleventh twelfth thirteenth fourteenth fifteenth sixteenth
        seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth
        hundredth thousandth trillion trillions seconds fortnight fortnightly decade decades century centuries quarterly
        annual annually everything anything something everywhere anywhere somewhere ever anymore still already yet even
        rare frequent frequently occasionally regularly permanent permanently temporary temporarily scarce tens shrink
        shrinks shrank shrunk grow grows grew grown raise raises raised lowered reduce reduces reduced drop drops dropped
        expand expands expanded improve improves improved worsen worsens worsened now then later earlier early late soon
        morning afternoon evening night tonight noon midnight am pm current currently past future upcoming spring summer
        autumn winter jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
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

        ex contre faux fausse vrai vraie manque manquent empêche empêchent empêcher évite évitent éviter refuse
        refusent refuser échoue échouent échouer cesse cessent cesser ancien ancienne anciens anciennes exempt exempte
        exempté exception interdire interdits interdites aucunement nullement ailleurs peux pouvons pouvez pouvait
        pouvaient pourront pourraient puisse puissent dois devons devez devait devaient devront devraient fallait faille
        tenu tenue tenus tenues obligé obligée obligés obligées oblige obligation obligatoires facultatifs facultatives
        permet permettent permettre autorise autorisés autorisées possibles impossibles recommandé recommandée recommandés
        conseillé conseillée invité invitée invités invitées volontaire volontaires nécessaire nécessaires droit libre
        veut veulent souhaite plupart totalité partie parties partiellement entier entière entièrement totalement
        complètement principalement surtout exclusivement simplement maximal minimal majoritairement tiers quart quarts
        demi demie doubles triple vingtaine trentaine quarantaine cinquantaine dizaine dizaines douzaine douzaines
        centaine centaines millier milliers milliard milliards treizième quatrième cinquième sixième septième huitième
        neuvième dixième premiers premières derniers dernières secondes tant autant davantage près nombreux nombreuses
        divers diverses unanime unanimité unique multiple multiples chacun chacune quiconque rare rares rarement
        quelquefois encore déjà désormais maintenant bientôt auparavant tard tôt matin midi soir nuit minuit décennie
        siècle siècles minute minutes trimestre trimestriel annuel annuelle mensuel mensuelle hebdomadaire quotidien
        quotidienne augmente augmentent augmenté augmentation diminue diminuent diminué diminution baissé monte accepte
        acceptent accepté rejette rejettent rejeté adopte adopté abroge abrogé approuve approuvé inclut incluant inclus
        exclut excluant exclu
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

        ex contra falso falsa verdadero verdadera evita evitan evitar impide impiden impedir rechaza rechazan rechazar
        deja falta faltan excepción antiguo antigua antiguos antiguas prohibidos prohibidas prohíbe prohíben puedo podemos
        podéis podía podían podrán podrían podremos pueda puedan debo debemos debía debían deberán deberían deberemos hay
        tiene tienen tenemos tendrá tendrán obligado obligada obligados obligadas obliga obligación obligatorios
        obligatorias opcionales permitidos permitidas permite permiten permitir posibles imposibles recomienda recomendado
        recomendada aconsejado invitado invitados voluntaria voluntarios voluntarias necesario necesaria derecho libre
        quiere quieren totalidad parte partes parcialmente entero entera enteramente totalmente completamente
        principalmente exclusivamente mitades tercio tercios cuarto cuartos docena docenas decena decenas centenar
        centenares miles millardo quinto sexto séptimo octavo noveno décimo primeros primeras últimos últimas numerosos
        numerosas diversos diversas unánime unanimidad único única múltiple múltiples demás ambos ambas cualquier
        cualquiera alrededor raramente rara aún todavía ya ahora pronto tarde temprano noche mediodía medianoche década
        siglo siglos minuto minutos trimestre anual mensual semanal diario aumenta aumentan aumentó aumento disminuye
        disminuyen disminuyó acepta aceptan rechazado rechazó adopta adoptó aprueba aprobó incluye incluido excluye
        excluido
        """.split()
    ),
}

WEIGHTY_PHRASES: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("have to", "has to", "had to", "having to", "is to", "are to", "was to", "were to", "be to", "going to", "used to"),
        *("at all", "a few", "a little", "in part"),
    ),
    "fr": ("a à", "ont à", "avoir à", "est à", "sont à", "à peine"),
    "es": ("ha de", "han de", "haber de", "va a", "van a"),
}
"""Words that weigh where they stand together, of which each by itself says little."""

WEIGHTY_SIGNS = frozenset("+=<>±≠≈≡≤≥≦≧≪≫¬∀∃∄∅∞✓✔☑✅✗✘✕✖❌❎☐☒🚫⛔👍👎")
"""They compare, negate or consent, in every language."""

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
