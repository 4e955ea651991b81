"""Invented names. Any likeness to people, firms or places of work is chance: parts are combined at random."""

from __future__ import annotations

from random import Random

GIVEN = {
    "nl": "Lotte Noor Jef Wout Fien Stijn Marte Tuur Hanne Pieter Leen Bram Ines Jonas Elke Sander Mira Kobe Tine "
    "Ruben Griet Maarten Saar Dries Liesbet Arne Katrien Thijs Annelies Robbe",
    "fr": "Camille Louise Hugo Zoé Antoine Manon Théo Chloé Bastien Élise Maxime Inès Nathan Aurore Simon Margaux Loïc "
    "Pauline Rémi Sarah Guillaume Anaïs Félix Delphine Yanis Céline Mehdi Amélie Karim Noémie",
    "de": "Anke Jürgen Lena Matthias Heike Florian Sabine Tobias",
    "en": "Amara Liam Priya Owen Zainab Callum Nadia Ethan Mei Diego Ana Tomasz",
}
FAMILY = {
    "nl": "Aertsen Boonaert Claeskens Demeulder Everaerdt Goossenaers Hermansen Janssaens Kerckhoven Lambrechtsen "
    "Maesveld Nijsten Peetermans Roelandt Segaert Thijskens Vandenhove Verbruggen Wouterman Ysebrand",
    "fr": "Beaurivage Charlemont Delacourcelle Fontignies Grandchamps Hautfays Jolimont Lambermont Marchandise "
    "Noirfontaine Petitbois Quévrain Rochelle Sainteville Tournay Valdemont Warnimont Xhonneux Delvaulx Bertrandeau",
    "de": "Hohenfeld Kaltenborn Lichtenau Mühlbach Reuland Schönefeld",
    "en": "Ashgrove Okonjo Bellamoor Choudhary Kowalczek Fernandes Lindqvist Moreau-Hill",
}
STREETS = {
    "nl": "Molenstraat Kerkplein Veldweg Nieuwlaan Bosdreef Havenkaai Stationslei Lindenhof Wolvenberg Schoolpad",
    "fr": "Rue_du_Moulin Place_du_Jeu Avenue_des_Tilleuls Rue_Haute Chaussée_Neuve Quai_aux_Briques Rue_du_Canal",
}
PLACES = {
    "nl": [("9000", "Gent"), ("2000", "Antwerpen"), ("3000", "Leuven"), ("8000", "Brugge"), ("2800", "Mechelen"),
           ("8500", "Kortrijk"), ("3500", "Hasselt"), ("1000", "Brussel")],
    "fr": [("1060", "Saint-Gilles"), ("4000", "Liège"), ("5000", "Namur"), ("6000", "Charleroi"), ("7000", "Mons"),
           ("1050", "Ixelles"), ("1348", "Louvain-la-Neuve"), ("4700", "Eupen")],
}  # fmt: skip

UNIT_FIRST = (
    "Atelier Studio Collectief Bureau Huis Labo Werkplaats Compagnie Fabrique Ensemble Jardin Maison Kiosk Salon Nest "
    "Comptoir Spoor Ruimte Kwartier Archipel"
)
UNIT_SECOND = (
    "Kompas Merel Zwaluw Lumière Papier Koraal Rivage Mosaïque Vuurtoren Boréal Horizon Klaver Épicéa Noordster Argile "
    "Tangram Satelliet Pollen Kantlijn Ressac Volière Granit Zephyr Kwint Marelle Amarante Lichtval Écho Magnolia Wilg"
)
CLIENT_FIRST = (
    "Festival Theater Centre Galerij Uitgeverij Brouwerij École Musée Cinéma Stad Fonds Groep Maison Radio Platform "
    "Agence Hôtel Kliniek Bibliotheek Coopérative"
)
CLIENT_SECOND = (
    "Noord Lumen Vesdre Scheldezicht Ardenne Polder Oostwijk Clairval Kempen Mirabel Hageland Senne Dijle Ourthe "
    "Zwin Gaume Meetjes Haspen Lesse Durme Condroz Voer Semois Rupel"
)
CLIENT_FORMS = {"company": "bv sa nv srl", "association": "vzw asbl", "public": "stad ville"}
FOREIGN = {"eu": "FR NL DE LU ES IT PT SE", "world": "GB CH US CA NO"}
FOREIGN_PLACES = {
    "FR": ("75011", "Paris"), "NL": ("1012 AB", "Amsterdam"), "DE": ("10115", "Berlin"), "LU": ("1260", "Luxembourg"),
    "ES": ("08002", "Barcelona"),
    "IT": ("20121", "Milano"), "PT": ("1100-148", "Lisboa"), "SE": ("111 29", "Stockholm"),
    "GB": ("E1 6AN", "London"), "CH": ("8001", "Zürich"), "US": ("10002", "New York"), "CA": ("H2X 1Y4", "Montréal"),
    "NO": ("0150", "Oslo"),
}  # fmt: skip

ITEMS = {
    "arts": {
        "nl": "Voorstelling_avondprogramma Repetitieweek Compositie_voor_ensemble Illustraties_jaarprogramma "
        "Montage_kortfilm Regie_en_begeleiding Fotoreeks_opening Lichtplan_en_uitvoering Stemopname Decorbouw",
        "fr": "Représentation_en_soirée Semaine_de_répétition Composition_pour_ensemble Illustrations_du_programme "
        "Montage_court_métrage Mise_en_scène Reportage_photo Création_lumière Enregistrement_voix "
        "Construction_de_décor",
        "en": "Evening_performance Rehearsal_week Composition_for_ensemble Illustrations_for_programme "
        "Short_film_editing Stage_direction Opening_photographs Lighting_design Voice_recording Set_building",
    },
    "other": {
        "nl": "Opleiding_van_twee_dagen Advies_en_verslag Bouw_van_een_website Vertaling_jaarverslag Tuinonderhoud "
        "Begeleiding_van_een_evenement Coachingtraject Eindredactie Koeriersdiensten Grafisch_ontwerp",
        "fr": "Formation_de_deux_jours Conseil_et_rapport Création_de_site Traduction_du_rapport_annuel "
        "Entretien_de_jardin Encadrement_d'événement Parcours_de_coaching Relecture Livraison Design_graphique",
        "en": "Two-day_training Advice_and_report Website Translation_of_annual_report Garden_care Event_support "
        "Coaching_track Copy_editing Courier_services Graphic_design",
    },
}
COSTS = [
    ("travel", "Treinticket", "Spoorlijn"),
    ("materials", "Materiaal", "Materiaalhuis Klaver"),
    ("equipment", "Huur van apparatuur", "Verhuur Zwaluw"),
    ("services", "Drukwerk", "Drukkerij Koraal"),
    ("communication", "Website en hosting", "Netwerk Boréal"),
    ("rent", "Huur van een zaal", "Zalen Horizon"),
]


def words(text: str) -> list[str]:
    """The words of a list above; an underscore stands for a space inside one."""
    return [word.replace("_", " ") for word in text.split()]


def one_of(text: str, random: Random) -> str:
    """One of those words, by chance."""
    return random.choice(words(text))
