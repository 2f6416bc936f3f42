# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Places that texts about newcomers in Germany name often: states and the larger cities.

The municipalities of the own network come from the directory. Names that are ordinary words as
well ("Essen", "Singen") are left to the reader.
"""

PLACES = frozenset(
    {
        "baden-württemberg", "bayern", "berlin", "brandenburg", "bremen", "hamburg", "hessen",
        "mecklenburg-vorpommern", "niedersachsen", "nordrhein-westfalen", "nrw",
        "rheinland-pfalz", "saarland", "sachsen", "sachsen-anhalt", "schleswig-holstein",
        "thüringen",
        "aachen", "augsburg", "bergisch-gladbach", "bielefeld", "bochum", "bonn", "bottrop",
        "braunschweig", "chemnitz", "cottbus", "darmstadt", "dortmund", "dresden", "duisburg",
        "düsseldorf", "erfurt", "erlangen", "frankfurt", "freiburg", "fürth", "gelsenkirchen",
        "göttingen", "gütersloh", "hagen", "hamm", "hannover", "heidelberg", "heilbronn", "herne",
        "hildesheim", "ingolstadt", "jena", "karlsruhe", "kassel", "kiel", "koblenz", "köln",
        "krefeld", "leipzig", "leverkusen", "ludwigshafen", "lübeck", "magdeburg", "mainz",
        "mannheim", "moers", "mönchengladbach", "mülheim", "münchen", "münster", "neuss",
        "nürnberg", "oberhausen", "offenbach", "oldenburg", "osnabrück", "paderborn", "pforzheim",
        "potsdam", "recklinghausen", "regensburg", "remscheid", "reutlingen", "rostock",
        "saarbrücken", "salzgitter", "schwerin", "siegen", "solingen", "stuttgart", "trier", "ulm",
        "wiesbaden", "witten", "wolfsburg", "wuppertal", "würzburg", "zwickau",
        "unna", "bramsche", "friedland", "eisenhüttenstadt", "zirndorf",
    }
)  # fmt: skip
