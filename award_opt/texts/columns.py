"""What each column of an instance means, as a workbook explains it to whoever fills it in."""

from award_opt.texts.shape import Texts

COLUMNS: Texts = {
    "help_sheet": {"nl": "Blad", "en": "Sheet"},
    "help_column": {"nl": "Kolom", "en": "Column"},
    "help_meaning": {"nl": "Betekenis", "en": "Meaning"},
    "help_title": {"nl": "Werkmap voor {title}", "en": "Workbook for {title}"},
    "help_how": {
        "nl": "Vul de bladen in; laat de namen van bladen en kolommen staan. Getallen zijn "
        "gewone getallen, geen tekst, formule of percentage. Een blad zonder rijen telt niet mee. "
        "De beveiliging heeft geen wachtwoord.",
        "en": "Fill in the sheets; keep the names of sheets and columns. Numbers are ordinary "
        "numbers, no text, formula or percentage. A sheet without rows does not count. The "
        "protection has no password.",
    },
    "help_instance_format": {
        "nl": "Versie van dit formaat: 1.",
        "en": "The version of this format: 1.",
    },
    "help_instance_tender": {
        "nl": "De id van de aanbesteding; die staat in het model.",
        "en": "The id of the tender; it stands in the model.",
    },
    "help_instance_title": {
        "nl": "Verplicht. Een naam voor deze inschrijvingen.",
        "en": "Required. A name for these bids.",
    },
    "help_instance_origin": {
        "nl": "Verplicht. public: gepubliceerd of geopend; synthetic: verzonnen; hypothesis: "
        "verondersteld.",
        "en": "Required. public: published or opened; synthetic: invented; hypothesis: assumed.",
    },
    "help_instance_made_by": {
        "nl": "Wie of wat deze gegevens maakte.",
        "en": "Who or what made these data.",
    },
    "help_instance_seed": {
        "nl": "Bij verzonnen gegevens: het getal waarmee ze opnieuw te maken zijn.",
        "en": "For invented data: the number that makes them again.",
    },
    "help_instance_note": {"nl": "Een opmerking.", "en": "A remark."},
    "help_instance_field": {
        "nl": "De gegevens over deze inschrijvingen als geheel.",
        "en": "The facts about these bids as a whole.",
    },
    "help_instance_value": {"nl": "Vul hier in.", "en": "Fill in here."},
    "help_providers_provider": {
        "nl": "Verplicht. Een eigen id voor elke aanbieder; elders wordt die herhaald.",
        "en": "Required. An id of its own for each provider, repeated elsewhere.",
    },
    "help_providers_name": {
        "nl": "Verplicht. De naam van de organisatie.",
        "en": "Required. The name of the organisation.",
    },
    "help_providers_scale": {
        "nl": "De grootte: micro, small, medium of large.",
        "en": "The size: micro, small, medium or large.",
    },
    "help_providers_owner": {
        "nl": "De id van de aanbieder die deze bezit; leeg als zij zelfstandig is.",
        "en": "The id of the provider that owns this one; blank where it is independent.",
    },
    "help_providers_kvk": {
        "nl": "KvK-nummer, acht cijfers.",
        "en": "Number in the trade register, eight digits.",
    },
    "help_providers_agb": {"nl": "AGB-code, acht cijfers.", "en": "AGB code, eight digits."},
    "help_providers_municipality": {
        "nl": "De gemeente van vestiging.",
        "en": "The municipality where it is based.",
    },
    "help_parties_bidder": {
        "nl": "Verplicht. De id van een combinatie, of van een aanbieder met onderaannemers. Een "
        "inschrijver zonder rijen hier is zelf de enige aanbieder.",
        "en": "Required. The id of a coalition, or of a provider with subcontractors. A bidder "
        "without rows here is itself the only provider.",
    },
    "help_parties_provider": {
        "nl": "Verplicht. Een id uit het blad providers.",
        "en": "Required. An id of the sheet providers.",
    },
    "help_parties_role": {
        "nl": "Verplicht. lead: penvoerder (één per inschrijver); member: lid; subcontractor: "
        "onderaannemer.",
        "en": "Required. lead (one for each bidder), member or subcontractor.",
    },
    "help_parties_share": {
        "nl": "Aandeel in de waarde, 0 tot en met 100 (procent, zonder teken). Eén leeg aandeel "
        "per inschrijver is de rest.",
        "en": "Share of the value, 0 up to and including 100 (percent, without the sign). One "
        "blank share for each bidder is the rest.",
    },
    "help_bids_bid": {
        "nl": "Verplicht. Een eigen id voor elke inschrijving.",
        "en": "Required. An id of its own for each bid.",
    },
    "help_bids_bidder": {
        "nl": "Verplicht. Een id uit het blad providers, of een bidder uit het blad parties.",
        "en": "Required. An id of the sheet providers, or a bidder of the sheet parties.",
    },
    "help_bids_segment": {
        "nl": "Verplicht. Het segment waarop is ingeschreven.",
        "en": "Required. The segment that the bid is for.",
    },
    "help_bids_area": {
        "nl": "Het gebied, waar het segment gebieden heeft; anders leeg.",
        "en": "The area, where the segment has areas; blank elsewhere.",
    },
    "help_bids_score": {
        "nl": "De punten, van {minimum} tot en met {maximum}, in stappen van {step}.",
        "en": "The score, from {minimum} up to and including {maximum}, in steps of {step}.",
    },
    "help_bids_value": {
        "nl": "De waarde in euro, ten hoogste twee decimalen.",
        "en": "The value in euro, at most two decimals.",
    },
    "help_bids_capacity": {
        "nl": "De aangeboden capaciteit, een geheel getal.",
        "en": "The capacity offered, a whole number.",
    },
    "help_bids_status": {
        "nl": "Leeg of valid: doet mee. pending: in onderzoek; invited: uitgenodigd; disqualified: "
        "uitgesloten; withdrawn: ingetrokken.",
        "en": "Blank or valid: takes part. Otherwise pending, invited, disqualified or withdrawn.",
    },
    "help_bids_package": {
        "nl": "Inschrijvingen met hetzelfde kenmerk winnen samen of niet.",
        "en": "Bids with the same label win together or not at all.",
    },
    "help_bids_draw": {
        "nl": "Het lot dat voor de opening getrokken is; het laagste gaat voor.",
        "en": "The number drawn before opening; the lowest goes first.",
    },
    "help_number": {
        "nl": "Een getal, dat deze regels of doelen lezen: {readers}.",
        "en": "A number, read by these rules or goals: {readers}.",
    },
    "help_text": {
        "nl": "Een tekst, die deze regels lezen: {readers}.",
        "en": "A text, read by these rules: {readers}.",
    },
    "help_free": {
        "nl": "Geen regel leest deze kolom; zij gaat mee als kenmerk van de inschrijving.",
        "en": "No rule reads this column; it goes along as an attribute of the bid.",
    },
    "help_scores_bid": {
        "nl": "Verplicht. Een id uit het blad bids.",
        "en": "Required. An id of the sheet bids.",
    },
    "help_scores_criterion": {
        "nl": "Verplicht. Het gunningscriterium.",
        "en": "Required. The award criterion.",
    },
    "help_scores_score": {
        "nl": "Verplicht. De punten op dit criterium, van {minimum} tot en met {maximum}, in "
        "stappen van {step}; het totaal volgt uit de gepubliceerde gewichten.",
        "en": "Required. The score on this criterion, from {minimum} up to and including {maximum},"
        " in steps of {step}; the total follows from the published weights.",
    },
    "help_offers_bid": {
        "nl": "Verplicht. Een id uit het blad bids. Een inschrijving zonder rijen hier biedt alle "
        "zorgvormen van haar segment.",
        "en": "Required. An id of the sheet bids. A bid without rows here offers every care type "
        "of its segment.",
    },
    "help_offers_care_type": {
        "nl": "Verplicht. Een zorgvorm die de inschrijving biedt.",
        "en": "Required. A care type that the bid offers.",
    },
    "help_offers_capacity": {
        "nl": "De capaciteit voor deze zorgvorm, een geheel getal.",
        "en": "The capacity for this care type, a whole number.",
    },
}
