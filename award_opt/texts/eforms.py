"""Notices of the European Union: what cannot be read, and what a model made from one lacks."""

from award_opt.texts.shape import Texts

EFORMS: Texts = {
    # --- the file
    "eforms_not_xml": {
        "nl": "Hier houdt het op XML te zijn. Geef de bekendmaking zoals die gepubliceerd is.",
        "en": "Here this stops being XML. Give the notice as it was published.",
    },
    "eforms_encoding": {
        "nl": "De tekens zijn niet te lezen. Sla de bekendmaking op als UTF-8.",
        "en": "The characters cannot be read. Save the notice as UTF-8.",
    },
    "eforms_entities": {
        "nl": "Het bestand verklaart een documenttype of entiteiten. Een bekendmaking heeft die "
        "niet; het bestand wordt niet gelezen.",
        "en": "The file declares a document type or entities. A notice has none; the file is not "
        "read.",
    },
    "eforms_bounds": {
        "nl": "Het bestand is dieper dan {depth} lagen of heeft meer dan {elements} elementen. Een "
        "bekendmaking is kleiner.",
        "en": "The file is deeper than {depth} layers or has more than {elements} elements. A "
        "notice is smaller.",
    },
    "eforms_not_notice": {
        "nl": "Dit is geen eForms-bekendmaking (gevonden: {seen}, {sdk}). Geef een ContractNotice, "
        "ContractAwardNotice of PriorInformationNotice.",
        "en": "This is no eForms notice (found: {seen}, {sdk}). Give a ContractNotice, "
        "ContractAwardNotice or PriorInformationNotice.",
    },
    "eforms_no_lots": {
        "nl": "De bekendmaking heeft geen percelen, dus er valt niets over te nemen.",
        "en": "The notice has no lots, so there is nothing to take over.",
    },
    "eforms_lot_twice": {
        "nl": "Het perceel `{value}` staat er twee keer.",
        "en": "The lot `{value}` stands here twice.",
    },
    # --- what the team has to do
    "eforms_made": {
        "nl": "Begin van een model, uit bekendmaking {id} versie {version}. Nog te doen:",
        "en": "The beginning of a model, from notice {id} version {version}. Still to do:",
    },
    "eforms_fill_municipalities": {
        "nl": "vul de gemeenten in; een bekendmaking noemt alleen regio's.",
        "en": "fill in the municipalities; a notice names regions only.",
    },
    "eforms_fill_authority": {
        "nl": "vul de opdrachtgever in; de bekendmaking noemt geen naam.",
        "en": "fill in the authority; the notice gives no name.",
    },
    "eforms_fill_goals": {
        "nl": "vul de gunningsmethode in zoals gepubliceerd; zij wordt nooit verondersteld.",
        "en": "fill in the award method as published; it is never assumed.",
    },
    "eforms_fill_ties": {
        "nl": "vul in wat bij gelijke stand beslist, zoals gepubliceerd.",
        "en": "fill in what decides between equal bids, as published.",
    },
    "eforms_fill_weight": {
        "nl": "vul het gewicht in; de bekendmaking geeft er geen, of geen exact.",
        "en": "fill in the weight; the notice gives none, or none that is exact.",
    },
    "eforms_scale": {
        "nl": "vul de puntenschaal in als zij niet van 0 tot 100 loopt met twee decimalen.",
        "en": "fill in the scale of the scores if it does not run from 0 to 100 with two decimals.",
    },
    "eforms_translate": {
        "nl": "vertaal; waar het Nederlands of Engels ontbreekt staat de taal van de bekendmaking "
        "({language}).",
        "en": "translate; where Dutch or English is missing, the language of the notice stands "
        "({language}).",
    },
    "eforms_lots_submitted": {
        "nl": "een inschrijver mag op ten hoogste {limit} percelen inschrijven; dat is een eis aan "
        "inschrijvingen en geen gunningsregel. Controleer het bij de opening.",
        "en": "a bidder may bid for at most {limit} lots; that binds bids and is no award rule. "
        "Check it at the opening.",
    },
    "eforms_lots_awarded": {
        "nl": "controleer of lot_order de gepubliceerde volgorde is waarin percelen worden "
        "toegewezen (artikel 46 van richtlijn 2014/24/EU vraagt zo'n regel).",
        "en": "check that lot_order is the published order in which lots are assigned (article 46 "
        "of directive 2014/24/EU asks for such a rule).",
    },
    "eforms_groups": {
        "nl": "groepen van percelen ({groups}) zijn niet overgenomen; voeg zo nodig een regel van "
        "de soort package toe.",
        "en": "groups of lots ({groups}) were not taken over; add a rule of the kind package if "
        "they apply.",
    },
    "eforms_no_criteria": {
        "nl": "de bekendmaking noemt geen gunningscriteria; neem ze over uit de leidraad.",
        "en": "the notice names no award criteria; take them from the tender documents.",
    },
    "eforms_price": {
        "nl": "prijs of kosten is hier een criterium dat punten krijgt; haal het weg als de prijs "
        "anders meetelt.",
        "en": "price or cost is a criterion with points here; take it out if price counts "
        "otherwise.",
    },
    "eforms_formula": {
        "nl": "de formule (BT-543) staat als opmerking bij het perceel; verwerk haar in criteria "
        "en gunningsmethode.",
        "en": "the formula (BT-543) stands as a comment beside the lot; work it into criteria and "
        "award method.",
    },
    "eforms_framework_value": {
        "nl": "de raamovereenkomst heeft een maximum van {value} (BT-271); voeg een regel van de "
        "soort budget toe als zij de gunning begrenst.",
        "en": "the framework has a maximum of {value} (BT-271); add a rule of the kind budget if "
        "it limits the award.",
    },
    # --- comments in the model
    "eforms_deadline": {
        "nl": "inschrijven tot {value} (BT-131)",
        "en": "bids until {value} (BT-131)",
    },
    "eforms_period": {
        "nl": "looptijd {value} (BT-536, BT-537)",
        "en": "duration {value} (BT-536, BT-537)",
    },
    "eforms_value": {
        "nl": "geraamde waarde {value} (BT-27); budget is per jaar",
        "en": "estimated value {value} (BT-27); budget is a year's",
    },
    "eforms_framework": {
        "nl": "raamovereenkomst: {value} (BT-765)",
        "en": "framework agreement: {value} (BT-765)",
    },
    "eforms_framework_most": {
        "nl": "maximum van de raamovereenkomst: {value} (BT-271)",
        "en": "maximum of the framework: {value} (BT-271)",
    },
    "eforms_number": {
        "nl": "niet overgenomen: {code} = {value}",
        "en": "not taken over: {code} = {value}",
    },
    "eforms_not_count": {
        "nl": "`{value}` is geen aantal; de regel is weggelaten.",
        "en": "`{value}` is no count; the rule was left out.",
    },
    "eforms_imported": {
        "nl": "model met {lots} {lots:perceel|percelen} en {criteria} "
        "{criteria:criterium|criteria}; nog te doen:",
        "en": "model with {lots} {lots:lot|lots} and {criteria} "
        "{criteria:criterion|criteria}; still to do:",
    },
}
